#include "corpus.h"

SEC("worker") int case_program(struct worker_ctx *ctx) {
  struct coroutine *handle = bpf_local_pop();
  if (!handle) return 0;
  bpf_local_push(handle);
  return bpf_co_resume(handle);  // refused: R1 type=scalar expected=ptr_coroutine
}

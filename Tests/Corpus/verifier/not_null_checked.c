#include "corpus.h"

SEC("worker") int case_program(struct worker_ctx *ctx) {
  struct coroutine *handle = bpf_local_pop();
  return bpf_co_resume(handle);  // refused: Possibly NULL pointer passed to trusted arg0
}

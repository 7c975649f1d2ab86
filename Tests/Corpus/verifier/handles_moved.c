#include "corpus.h"

BATON_HANDLES(pending, 8);

SEC("worker") int case_program(struct worker_ctx *ctx) {
  struct coroutine *handle = bpf_handles_pop(&pending);
  if (!handle) return 0;
  if (bpf_handles_push(&pending, handle) < 0) bpf_co_resume(handle);
  return 1;
}

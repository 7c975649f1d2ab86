#include "corpus.h"

SEC("worker") int case_program(struct worker_ctx *ctx) {
  struct coroutine *handle = bpf_local_pop();
  if (!handle) return 0;
  if (ctx->worker != 0) bpf_co_resume(handle);
  return 1;
}  // refused: Unreleased reference

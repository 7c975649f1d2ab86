#include "corpus.h"

SEC("queue") int keep(struct coroutine *handle, u64 argument) {
  bpf_local_push(handle);
  return 0;
}

SEC("worker") int case_program(struct worker_ctx *ctx) {
  return co_await(keep, 0);  // refused: calling function co_await is not allowed from a worker program
}

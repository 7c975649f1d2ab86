#include "corpus.h"

SEC("worker") int case_program(struct worker_ctx *ctx) {
  for (;;) {
    struct coroutine *handle = bpf_local_pop();  // refused: infinite loop detected
    if (handle) bpf_co_resume(handle);
  }
}

#include "corpus.h"

SEC("worker") int case_program(struct worker_ctx *ctx) {
  struct coroutine *batch[4];
  int count = 0;
  while (count < 4) {
    struct coroutine *handle = bpf_local_pop();
    if (!handle) break;
    batch[count++] = handle;
  }
  for (int index = 1; index < count; index++) bpf_co_resume(batch[index]);
  return count;  // refused: Unreleased reference
}

#include "corpus.h"

BATON_HANDLES(pending, 8);

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  bpf_handles_push(&pending, handle);
  return 0;  // refused: Unreleased reference
}

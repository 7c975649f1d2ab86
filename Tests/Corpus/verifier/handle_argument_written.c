#include "corpus.h"

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  handle->argument = 1;  // refused: only read is supported into coroutine
  bpf_local_push(handle);
  return 0;
}

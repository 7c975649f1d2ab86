#include "corpus.h"

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  bpf_local_push(handle);
  if (argument == 7) return -1;
  return 0;
}  // refused: the program gave its argument away

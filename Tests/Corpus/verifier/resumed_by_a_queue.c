#include "corpus.h"

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  bpf_co_resume(handle);  // refused: calling function bpf_co_resume is not allowed from a queue program
  return 0;
}

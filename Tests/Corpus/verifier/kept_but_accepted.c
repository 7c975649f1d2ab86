#include "corpus.h"

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  return argument & 1 ? 0 : -1;  // refused: Unreleased reference
}

#include "ring.h"

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  struct crossing *crossing = here();
  if (!crossing) return -1;
  bpf_spsc_push(&crossing->single, handle);
  return 0;
}  // refused: Unreleased reference

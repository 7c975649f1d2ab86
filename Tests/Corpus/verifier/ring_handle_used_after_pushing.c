#include "ring.h"

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  struct crossing *crossing = here();
  if (!crossing) return -1;
  int status = bpf_spsc_push(&crossing->single, handle);
  if (status == 0) bpf_co_destroy(handle);  // refused: R1
  return status;
}

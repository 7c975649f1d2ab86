#include "ring.h"

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  struct crossing *crossing = here();
  if (!crossing) return -1;
  bpf_spin_lock(&crossing->lock);
  int status = bpf_spsc_push(&crossing->single, handle);  // refused: function calls are not allowed while holding a lock
  bpf_spin_unlock(&crossing->lock);
  return status;
}

#include "ring.h"

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  struct crossing *crossing = here();
  if (!crossing) return -1;
  if (argument & 1) return bpf_mpsc_push(&crossing->many, handle);
  return bpf_spsc_push(&crossing->single, handle);
}

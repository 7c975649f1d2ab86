#include "ring.h"

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  struct crossing *crossing = here();
  if (!crossing) return -1;
  struct coroutine *other = bpf_spsc_pop(&crossing->single);  // refused: bpf_spsc_pop
  if (other) bpf_co_destroy(other);
  return -1;
}

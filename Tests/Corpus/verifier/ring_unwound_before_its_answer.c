#include "ring.h"

/// Who owns the handle where the program ends depends on what the ring said.
SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  struct crossing *crossing = here();
  if (!crossing) return -1;
  int status = bpf_spsc_push(&crossing->single, handle);
  if (argument == 7) bpf_throw(0);  // refused: paths disagree on what
  if (status < 0) bpf_co_destroy(handle);
  return 0;
}

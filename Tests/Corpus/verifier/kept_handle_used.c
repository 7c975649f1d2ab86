#include "kept.h"

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  u32 key = 0;
  struct waiting *waiting = bpf_map_lookup_elem(&waits, &key);
  if (!waiting) return -1;
  struct coroutine *displaced = bpf_kptr_xchg(&waiting->handle, handle);
  if (displaced) bpf_co_destroy(displaced);
  return handle->argument;  // refused: R6 invalid mem access 'scalar'
}

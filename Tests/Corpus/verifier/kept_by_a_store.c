#include "kept.h"

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  u32 key = 0;
  struct waiting *waiting = bpf_map_lookup_elem(&waits, &key);
  if (!waiting) return -1;
  waiting->handle = handle;  // refused: store to referenced kptr disallowed
  return 0;
}

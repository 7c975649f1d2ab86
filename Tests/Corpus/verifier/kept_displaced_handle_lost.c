#include "kept.h"

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  u32 key = argument & 3;
  struct waiting *waiting = bpf_map_lookup_elem(&waits, &key);
  if (!waiting) return -1;
  bpf_kptr_xchg(&waiting->handle, handle);
  return 0;
}  // refused: Unreleased reference

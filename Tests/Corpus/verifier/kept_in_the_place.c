#include "kept.h"

/// The owner of a place changes hands: whoever was there is resumed.
SEC("worker") int case_program(struct worker_ctx *ctx) {
  u32 key = 0;
  struct waiting *waiting = bpf_map_lookup_elem(&waits, &key);
  if (!waiting) return 0;
  struct coroutine *next = bpf_kptr_xchg(&waiting->handle, bpf_local_pop());
  if (!next) return 0;
  bpf_co_resume(next);
  return 1;
}

#include "kept.h"

SEC("worker") int case_program(struct worker_ctx *ctx) {
  u32 key = 0;
  struct waiting *waiting = bpf_map_lookup_elem(&waits, &key);
  if (!waiting || !waiting->handle) return 0;
  return bpf_co_resume(waiting->handle);  // refused: R1 type=scalar expected=ptr_coroutine
}

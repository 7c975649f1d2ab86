#include "corpus.h"

SEC("worker") int case_program(struct worker_ctx *ctx) {
  u32 key = ctx->worker;
  struct place *place = bpf_map_lookup_elem(&places, &key);
  bpf_spin_lock(&place->lock);  // refused: R1 type=map_value_or_null expected=map_value, ptr_
  bpf_spin_unlock(&place->lock);
  return 0;
}

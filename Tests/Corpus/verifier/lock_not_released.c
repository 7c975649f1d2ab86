#include "corpus.h"

SEC("worker") int case_program(struct worker_ctx *ctx) {
  u32 key = 0;
  struct place *place = bpf_map_lookup_elem(&places, &key);
  if (!place) return 0;
  bpf_spin_lock(&place->lock);
  if (ctx->worker) bpf_spin_unlock(&place->lock);
  return 0;
}  // refused: bpf_spin_unlock is missing

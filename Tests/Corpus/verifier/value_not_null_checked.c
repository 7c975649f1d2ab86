#include "corpus.h"

SEC("worker") int case_program(struct worker_ctx *ctx) {
  u32 key = ctx->worker;
  struct place *place = bpf_map_lookup_elem(&places, &key);
  bpf_spin_lock(&place->lock);  // refused: Possibly NULL pointer passed to trusted arg0
  bpf_spin_unlock(&place->lock);
  return 0;
}

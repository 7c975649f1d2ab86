#include "corpus.h"

SEC("worker") int case_program(struct worker_ctx *ctx) {
  u32 first = 0, second = 1;
  struct place *one = bpf_map_lookup_elem(&places, &first);
  struct place *other = bpf_map_lookup_elem(&places, &second);
  if (!one || !other) return 0;
  bpf_spin_lock(&one->lock);
  bpf_spin_lock(&other->lock);  // refused: Locking two bpf_spin_locks are not allowed
  bpf_spin_unlock(&other->lock);
  bpf_spin_unlock(&one->lock);
  return 0;
}

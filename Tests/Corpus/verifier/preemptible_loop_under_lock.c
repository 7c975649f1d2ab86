#include "corpus.h"

struct sums {
  struct bpf_spin_lock lock;
  u64 values[64];
};
BATON_MAP(sums, ARRAY, u32, struct sums, 1);

SEC("queue") int on_preempt(struct coroutine *handle, u64 reason) {
  bpf_local_push(handle);
  return 0;
}

SEC("datapath") __preemptible int case_program(struct xdp_md *ctx) {  // refused: instructions run without a safe point, and the limit is 10000
  u32 key = 0;
  struct sums *found = bpf_map_lookup_elem(&sums, &key);
  if (!found) return XDP_DROP;
  bpf_spin_lock(&found->lock);
  for (u32 round = 0; round < 5000; round++) found->values[round % 64] += round;
  bpf_spin_unlock(&found->lock);
  return XDP_TX;
}

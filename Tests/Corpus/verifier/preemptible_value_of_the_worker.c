#include "corpus.h"

BATON_MAP(sums, PERCPU_ARRAY, u32, u64, 1);

SEC("queue") int on_preempt(struct coroutine *handle, u64 reason) {
  bpf_local_push(handle);
  return 0;
}

SEC("datapath") __preemptible int case_program(struct xdp_md *ctx) {  // refused: instructions run without a safe point, and the limit is 10000
  u32 key = 0;
  volatile u64 *sum = bpf_map_lookup_elem(&sums, &key);
  if (!sum) return XDP_DROP;
  for (u32 round = 0; round < 5000; round++) *sum += round;
  return XDP_TX;
}

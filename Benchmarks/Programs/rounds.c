/// A loop of a few instructions between two suspensions, with a safe point at the end of each round.
#include "baton.h"

struct octets {
  u8 octets[1024];
};
BATON_MAP(values, ARRAY, u32, struct octets, 1);

SEC("queue") int keep(struct coroutine *handle, u64 argument) {
  bpf_local_push(handle);
  return 0;
}

SEC("queue") int on_preempt(struct coroutine *handle, u64 reason) { return keep(handle, reason); }

SEC("worker") int resume_batch(struct worker_ctx *ctx) {
  int count = 0;
  for (; count < 64; count++) {
    struct coroutine *handle = bpf_local_pop();
    if (!handle) break;
    bpf_co_resume(handle);
  }
  return count;
}

SEC("datapath") __preemptible int sum_up(struct xdp_md *ctx) {
  u32 key = 0;
  struct octets *found = bpf_map_lookup_elem(&values, &key);
  if (!found) return XDP_DROP;
  u64 sum = 0;
  for (;;) {
#pragma clang loop unroll(disable)
    for (u32 index = 0; index < sizeof found->octets; index++) sum += found->octets[index];
    if (co_await(keep, sum) < 0) return XDP_DROP;
  }
}

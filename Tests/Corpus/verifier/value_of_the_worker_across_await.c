#include "corpus.h"

BATON_MAP(sums, PERCPU_ARRAY, u32, u64, 1);

SEC("queue") int keep(struct coroutine *handle, u64 argument) {
  bpf_local_push(handle);
  return 0;
}

SEC("datapath") int case_program(struct xdp_md *ctx) {
  u32 key = 0;
  volatile u64 *sum = bpf_map_lookup_elem(&sums, &key);
  if (!sum) return XDP_DROP;
  if (co_await(keep, 0) < 0) return XDP_DROP;
  *sum += 1;  // refused: invalid mem access 'scalar'
  return XDP_TX;
}

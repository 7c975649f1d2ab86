#include "corpus.h"

BATON_MAP(sums, PERCPU_ARRAY, u32, u64, 1);

SEC("datapath") int case_program(struct xdp_md *ctx) {
  u32 key = 0;
  u64 *sum = bpf_map_lookup_elem(&sums, &key);
  if (!sum) return XDP_DROP;
  co_sleep_until(*sum);
  *sum += 1;  // refused: invalid mem access
  return XDP_TX;
}

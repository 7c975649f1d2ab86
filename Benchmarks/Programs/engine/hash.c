#include "engine.h"
/// Lookups of keys of eight octets in a hash map of 10,000 entries, which whoever runs it fills.
BATON_MAP(flows, HASH, u64, u64, 10000);

BENCH {
  u64 sum = 0;
  for (u32 i = 0; i < 400; i++) {
    u64 key = (u64)((i * 7919u) % 10000u) * 0x9e3779b97f4a7c15ull;
    u64 *flow = bpf_map_lookup_elem(&flows, &key);
    if (flow) sum += *flow;
  }
  return sum & 1 ? XDP_PASS : XDP_DROP;
}

#include "engine.h"
/// Counters in an array map.
BATON_MAP(counters, ARRAY, u32, u64, 256);

BENCH {
  u64 sum = 0;
  for (u32 i = 0; i < 7000; i++) {
    u32 key = (i * 37) & 255;
    u64 *counter = bpf_map_lookup_elem(&counters, &key);
    if (!counter) return XDP_ABORTED;
    *counter += i;
    sum += *counter;
  }
  return sum & 1 ? XDP_PASS : XDP_DROP;
}

#include "engine.h"
/// Longest prefixes: lookups of IPv4 addresses in 1,000 routes, which whoever runs it fills in.
struct prefix {
  u32 length;
  u32 address;
};

struct {
  int(*type)[BPF_MAP_TYPE_LPM_TRIE];
  int(*max_entries)[1000];
  int(*map_flags)[1];  // BPF_F_NO_PREALLOC
  struct prefix *key;
  u64 *value;
} routes SEC(".maps");

BENCH {
  u64 sum = 0;
  for (u32 i = 0; i < 400; i++) {
    struct prefix key = {32, (i * 7919u % 1000u) * 0x9e3779b9u};
    u64 *route = bpf_map_lookup_elem(&routes, &key);
    if (route) sum += *route;
  }
  return sum & 1 ? XDP_PASS : XDP_DROP;
}

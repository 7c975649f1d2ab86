/// Longest prefixes.
#include "check.h"

struct prefix {
  u32 length;
  u8 address[4];
};

struct {
  int(*type)[BPF_MAP_TYPE_LPM_TRIE];
  int(*max_entries)[16];
  int(*map_flags)[1];
  struct prefix *key;
  u32 *value;
} routes SEC(".maps");

static int add(u32 length, u8 first, u8 second, u32 value) {
  struct prefix prefix = {length, {first, second, 0, 0}};
  return bpf_map_update_elem(&routes, &prefix, &value, BPF_ANY);
}

SEC("xdp") int program(struct xdp_md *ctx) {
  CHECK(add(8, 10, 0, 8) == 0);
  CHECK(add(16, 10, 1, 16) == 0);
  CHECK(add(0, 0, 0, 1) == 0);
  struct prefix key = {32, {10, 1, 2, 3}};
  u32 *route = bpf_map_lookup_elem(&routes, &key);
  CHECK(route && *route == 16);
  key.address[1] = 9;
  route = bpf_map_lookup_elem(&routes, &key);
  CHECK(route && *route == 8);
  key.address[0] = 11;
  route = bpf_map_lookup_elem(&routes, &key);
  CHECK(route && *route == 1);
  struct prefix wide = {16, {10, 1, 0, 0}};
  CHECK(bpf_map_delete_elem(&routes, &wide) == 0);
  struct prefix again = {32, {10, 1, 2, 3}};
  route = bpf_map_lookup_elem(&routes, &again);
  CHECK(route && *route == 8);
  return XDP_PASS;
}

/// One call that looks into one map on one path, and into a map of a map of maps on another.
/// kernel: no
#include "check.h"

BATON_MAP(small, ARRAY, u32, u32, 4);

struct inner {
  int(*type)[BPF_MAP_TYPE_ARRAY];
  int(*max_entries)[4];
  u32 *key;
  u64 *value;
} large SEC(".maps");

struct {
  int(*type)[BPF_MAP_TYPE_ARRAY_OF_MAPS];
  int(*max_entries)[1];
  int(*key_size)[4];
  struct inner *values[];
} outer SEC(".maps") = {.values = {[0] = &large}};

static __attribute__((noinline)) u32 *look(void *map, u32 key) {
  return bpf_map_lookup_elem(map, &key);
}

SEC("xdp") int program(struct xdp_md *ctx) {
  u32 key = 2, zero = 0;
  u32 *value = bpf_map_lookup_elem(&small, &key);
  CHECK(value);
  *value = 1;
  u64 *wide = bpf_map_lookup_elem(&large, &key);
  CHECK(wide);
  *wide = 2;
  value = look(&small, key);
  CHECK(value && *value == 1);
  void *map = bpf_map_lookup_elem(&outer, &zero);
  CHECK(map);
  value = look(map, key);
  CHECK(value && *value == 2);
  return XDP_PASS;
}

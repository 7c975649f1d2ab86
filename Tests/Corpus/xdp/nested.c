/// Maps in maps. kernel: no
#include "check.h"

struct inner {
  int(*type)[BPF_MAP_TYPE_ARRAY];
  int(*max_entries)[4];
  u32 *key;
  u64 *value;
} first SEC(".maps"), second SEC(".maps");

struct {
  int(*type)[BPF_MAP_TYPE_ARRAY_OF_MAPS];
  int(*max_entries)[3];
  int(*key_size)[4];
  struct inner *values[];
} outer SEC(".maps") = {.values = {[0] = &first, [2] = &second}};

SEC("xdp") int program(struct xdp_md *ctx) {
  u32 key = 2, index = 1;
  void *inner = bpf_map_lookup_elem(&outer, &key);
  CHECK(inner);
  u64 *value = bpf_map_lookup_elem(inner, &index);
  CHECK(value);
  *value = 42;
  value = bpf_map_lookup_elem(&second, &index);
  CHECK(value && *value == 42);
  value = bpf_map_lookup_elem(&first, &index);
  CHECK(value && *value == 0);
  key = 1;
  CHECK(!bpf_map_lookup_elem(&outer, &key));
  key = 3;
  CHECK(!bpf_map_lookup_elem(&outer, &key));
  return XDP_PASS;
}

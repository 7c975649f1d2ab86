/// Loops over the entries of maps. The kernel wants types of callbacks with them. kernel: no
#include "check.h"

BATON_MAP(hash, HASH, u32, u64, 64);
BATON_MAP(array, ARRAY, u32, u64, 10);
BATON_MAP(per_worker, PERCPU_ARRAY, u32, u64, 5);

struct sum {
  u64 keys, values, stop_after;
};

static long add(void *map, const u32 *key, u64 *value, struct sum *sum) {
  sum->keys += *key;
  sum->values += *value;
  *value += 1;
  return sum->stop_after && --sum->stop_after == 0;
}

static long remove(void *map, const u32 *key, u64 *value, struct sum *sum) {
  u32 copy = *key;
  bpf_map_delete_elem(map, &copy);
  return 0;
}

SEC("xdp") int program(struct xdp_md *ctx) {
  for (u32 number = 1; number <= 20; number++) {
    u32 key = number;
    u64 value = 100;
    CHECK(bpf_map_update_elem(&hash, &key, &value, BPF_ANY) == 0);
  }
  struct sum sum = {};
  CHECK(bpf_for_each_map_elem(&hash, add, &sum, 0) == 20);
  CHECK(sum.keys == 210 && sum.values == 2000);
  CHECK(bpf_for_each_map_elem(&hash, add, &sum, 0) == 20);
  CHECK(sum.values == 2000 + 2020);
  struct sum three = {.stop_after = 3};
  CHECK(bpf_for_each_map_elem(&array, add, &three, 0) == 3);
  CHECK(three.keys == 0 + 1 + 2);
  CHECK(bpf_for_each_map_elem(&array, add, &three, 7) == -22);
  struct sum all = {};
  CHECK(bpf_for_each_map_elem(&per_worker, add, &all, 0) == 5);
  CHECK(bpf_for_each_map_elem(&hash, remove, &all, 0) == 20);
  CHECK(bpf_for_each_map_elem(&hash, add, &all, 0) == 0);
  return XDP_PASS;
}

/// Maps of every kind that programs read and write by keys.
#include "check.h"

BATON_MAP(hash, HASH, u64, u64, 16);
BATON_MAP(lru, LRU_HASH, u32, u64, 16);
BATON_MAP(per_worker, PERCPU_ARRAY, u32, u64, 4);
BATON_MAP(per_worker_hash, PERCPU_HASH, u32, u64, 4);

SEC("xdp") int program(struct xdp_md *ctx) {
  u64 key = 7, value = 70;
  bpf_map_delete_elem(&hash, &key);
  CHECK(!bpf_map_lookup_elem(&hash, &key));
  CHECK(bpf_map_update_elem(&hash, &key, &value, BPF_EXIST) == -2);
  CHECK(bpf_map_update_elem(&hash, &key, &value, BPF_NOEXIST) == 0);
  CHECK(bpf_map_update_elem(&hash, &key, &value, BPF_NOEXIST) == -17);
  u64 *found = bpf_map_lookup_elem(&hash, &key);
  CHECK(found && *found == 70);
  CHECK(bpf_map_delete_elem(&hash, &key) == 0);
  CHECK(bpf_map_delete_elem(&hash, &key) == -2);

  for (u32 number = 0; number < 64; number++) {
    u32 index = number;
    u64 square = number * number;
    CHECK(bpf_map_update_elem(&lru, &index, &square, BPF_ANY) == 0);
  }
  u32 last = 63;
  found = bpf_map_lookup_elem(&lru, &last);
  CHECK(found && *found == 63 * 63);

  u32 index = 3;
  found = bpf_map_lookup_elem(&per_worker, &index);
  CHECK(found);
  *found = 5;
  u64 *same = bpf_map_lookup_percpu_elem(&per_worker, &index, bpf_get_smp_processor_id());
  CHECK(same && *same == 5);
  CHECK(!bpf_map_lookup_percpu_elem(&per_worker, &index, 100000));
  index = 4;
  CHECK(!bpf_map_lookup_elem(&per_worker, &index));
  CHECK(bpf_map_update_elem(&per_worker_hash, &index, &value, BPF_ANY) == 0);
  found = bpf_map_lookup_elem(&per_worker_hash, &index);
  CHECK(found && *found == 70);
  CHECK(bpf_map_delete_elem(&per_worker_hash, &index) == 0);
  return XDP_PASS;
}

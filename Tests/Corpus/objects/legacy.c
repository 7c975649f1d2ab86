// Maps as they were declared before BTF, and a program without a license.
#include "sample.h"

struct bpf_map_def {
  u32 type, key_size, value_size, max_entries, flags;
};

struct bpf_map_def SEC("maps") counts = {1, 4, 8, 64, 1};
struct bpf_map_def SEC("maps") flows = {2, 4, 16, 1, 0};

SEC("xdp") int look(struct xdp_md *ctx) {
  u32 key = 0;
  return map_lookup(&flows, &key) != map_lookup(&counts, &key);
}

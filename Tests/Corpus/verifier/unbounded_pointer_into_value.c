#include "baton.h"

struct row {
  struct bpf_spin_lock lock;
  u64 counter;
};
BATON_MAP(rows, ARRAY, u32, struct row, 1);

SEC("xdp") int case_program(struct xdp_md *ctx) {
  u32 key = 0;
  struct row *row = bpf_map_lookup_elem(&rows, &key);
  if (!row) return XDP_PASS;
  u64 far = row->counter >> 1;
  return *((u8 *)row + far) ? XDP_PASS : XDP_DROP;  // refused: unbounded memory access
}

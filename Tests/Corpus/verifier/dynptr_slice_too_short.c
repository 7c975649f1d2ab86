#include "records.h"

SEC("xdp") int case_program(struct xdp_md *ctx) {
  u32 key = 0;
  u64 *value = bpf_map_lookup_elem(&values, &key);
  if (!value) return XDP_DROP;
  struct bpf_dynptr dynptr;
  bpf_dynptr_from_mem(value, 32, 0, &dynptr);
  u32 *slice = bpf_dynptr_data(&dynptr, 0, 4);
  if (slice) slice[1] = 1;  // refused: invalid access to memory, mem_size=4 off=4 size=4
  return XDP_PASS;
}

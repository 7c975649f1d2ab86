#include "records.h"

SEC("xdp") int case_program(struct xdp_md *ctx) {
  u32 key = 0;
  u64 *value = bpf_map_lookup_elem(&values, &key);
  if (!value) return XDP_DROP;
  struct bpf_dynptr dynptr;
  bpf_dynptr_from_mem(value, 32, 0, &dynptr);
  u64 *slice = bpf_dynptr_data(&dynptr, 1, 8);
  if (slice) __sync_fetch_and_add(slice, 1);  // refused: BPF_ATOMIC stores into R0 mem is not allowed
  return XDP_PASS;
}

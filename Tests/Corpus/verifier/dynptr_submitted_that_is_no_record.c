#include "records.h"

SEC("xdp") int case_program(struct xdp_md *ctx) {
  u32 key = 0;
  u64 *value = bpf_map_lookup_elem(&values, &key);
  if (!value) return XDP_DROP;
  struct bpf_dynptr dynptr;
  bpf_dynptr_from_mem(value, 32, 0, &dynptr);
  bpf_ringbuf_submit_dynptr(&dynptr, 0);  // refused: Expected a dynptr of type ringbuf as arg #0
  return XDP_PASS;
}

#include "records.h"

SEC("xdp") int case_program(struct xdp_md *ctx) {
  struct bpf_dynptr record;
  bpf_ringbuf_reserve_dynptr(&ring, 16, 0, &record);
  u64 word = *(volatile u64 *)&record;  // refused: invalid read from stack
  bpf_ringbuf_discard_dynptr(&record, 0);
  return word ? XDP_PASS : XDP_DROP;
}

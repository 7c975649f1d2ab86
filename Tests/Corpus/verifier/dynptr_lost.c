#include "records.h"

SEC("xdp") int case_program(struct xdp_md *ctx) {
  struct bpf_dynptr record;
  bpf_ringbuf_reserve_dynptr(&ring, 16, 0, &record);
  return XDP_PASS;  // refused: Unreleased reference
}

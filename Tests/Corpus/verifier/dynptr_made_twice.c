#include "records.h"

SEC("xdp") int case_program(struct xdp_md *ctx) {
  struct bpf_dynptr record;
  bpf_ringbuf_reserve_dynptr(&ring, 16, 0, &record);
  bpf_ringbuf_reserve_dynptr(&ring, 16, 0, &record);  // refused: cannot overwrite referenced dynptr
  bpf_ringbuf_discard_dynptr(&record, 0);
  return XDP_PASS;
}

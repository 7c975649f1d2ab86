#include "records.h"

SEC("xdp") int case_program(struct xdp_md *ctx) {
  u64 *record = bpf_ringbuf_reserve(&ring, ctx->rx_queue_index & 15, 0);  // refused: is not a known constant
  if (record) bpf_ringbuf_submit(record, 0);
  return XDP_PASS;
}

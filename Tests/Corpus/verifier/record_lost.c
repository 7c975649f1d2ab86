#include "records.h"

SEC("xdp") int case_program(struct xdp_md *ctx) {
  u64 *record = bpf_ringbuf_reserve(&ring, 16, 0);
  if (!record) return XDP_DROP;
  if (ctx->rx_queue_index) bpf_ringbuf_submit(record, 0);
  return XDP_PASS;
}  // refused: Unreleased reference

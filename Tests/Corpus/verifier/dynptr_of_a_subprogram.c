#include "records.h"

static __attribute__((noinline)) int made_and_gone(struct xdp_md *ctx) {
  struct bpf_dynptr record;
  u64 word = ctx->rx_queue_index;
  bpf_ringbuf_reserve_dynptr(&ring, 16, 0, &record);
  bpf_dynptr_write(&record, 0, &word, 8, 0);
  bpf_ringbuf_submit_dynptr(&record, 0);
  return 0;
}

SEC("xdp") int case_program(struct xdp_md *ctx) {
  return made_and_gone(ctx) + made_and_gone(ctx) ? XDP_DROP : XDP_PASS;
}

#include "records.h"

SEC("xdp") int case_program(struct xdp_md *ctx) {
  u64 *record = bpf_ringbuf_reserve(&ring, 16, 0);
  if (!record) return XDP_DROP;
  bpf_ringbuf_submit(record + 1, 0);  // refused: must have zero offset when passed to release func
  return XDP_PASS;
}

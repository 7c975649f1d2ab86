#include "records.h"

SEC("xdp") int case_program(struct xdp_md *ctx) {
  u64 *record = bpf_ringbuf_reserve(&ring, 16, 0);
  *record = 1;  // refused: invalid mem access 'ringbuf_mem_or_null'
  bpf_ringbuf_submit(record, 0);
  return XDP_PASS;
}

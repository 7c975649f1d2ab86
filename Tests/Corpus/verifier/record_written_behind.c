#include "records.h"

SEC("xdp") int case_program(struct xdp_md *ctx) {
  u64 *record = bpf_ringbuf_reserve(&ring, 16, 0);
  if (!record) return XDP_DROP;
  record[2] = 1;  // refused: invalid access to memory, mem_size=16 off=16 size=8
  bpf_ringbuf_submit(record, 0);
  return XDP_PASS;
}

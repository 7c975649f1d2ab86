#include "records.h"

SEC("xdp") int case_program(struct xdp_md *ctx) {
  struct bpf_dynptr record;
  bpf_ringbuf_reserve_dynptr(&ring, 16, 0, &record);
  u64 *slice = bpf_dynptr_data(&record, 0, 8);
  if (!slice) {
    bpf_ringbuf_discard_dynptr(&record, 0);
    return XDP_DROP;
  }
  bpf_ringbuf_submit_dynptr(&record, 0);
  *slice = 1;  // refused: invalid mem access 'scalar'
  return XDP_PASS;
}

#include "records.h"

SEC("xdp") int case_program(struct xdp_md *ctx) {
  struct bpf_dynptr record;
  bpf_ringbuf_discard_dynptr(&record, 0);  // refused: Expected an initialized dynptr as arg #0
  return XDP_PASS;
}

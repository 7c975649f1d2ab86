#include "corpus.h"

SEC("datapath") int case_program(struct xdp_md *ctx) {
  bpf_packet_transmit(ctx);
  bpf_packet_drop(ctx);  // refused: R1 type=scalar expected=ptr_xdp_md
  return 0;
}

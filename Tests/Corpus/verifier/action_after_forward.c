#include "corpus.h"

SEC("datapath") int case_program(struct xdp_md *ctx) {
  bpf_packet_forward(ctx, 1);
  return XDP_TX;  // refused: the program gave its argument away
}

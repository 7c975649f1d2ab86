#include "corpus.h"

SEC("datapath") int case_program(struct xdp_md *ctx) {
  bpf_packet_copy(ctx);
  return XDP_TX;  // refused: Unreleased reference
}

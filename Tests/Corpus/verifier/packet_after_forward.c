#include "corpus.h"

SEC("datapath") int case_program(struct xdp_md *ctx) {
  struct ethhdr *ethernet = (void *)(long)ctx->data;
  if ((void *)(ethernet + 1) > (void *)(long)ctx->data_end) return XDP_DROP;
  bpf_packet_forward(ctx, 1);
  ethernet->h_proto = 0;  // refused: invalid mem access 'scalar'
  return 0;
}

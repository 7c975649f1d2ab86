#include "corpus.h"

SEC("datapath") int case_program(struct xdp_md *ctx) {
  u8 *data = (void *)(long)ctx->data;
  return data[12] == 8 ? XDP_TX : XDP_DROP;  // refused: invalid access to packet, off=12 size=1
}

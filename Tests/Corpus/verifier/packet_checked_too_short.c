#include "corpus.h"

SEC("datapath") int case_program(struct xdp_md *ctx) {
  u8 *data = (void *)(long)ctx->data;
  if (data + 13 > (u8 *)(long)ctx->data_end) return XDP_DROP;
  u16 type = *(u16 *)(data + 12);  // refused: invalid access to packet, off=12 size=2
  return type == 8 ? XDP_TX : XDP_DROP;
}

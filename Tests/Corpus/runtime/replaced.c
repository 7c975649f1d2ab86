// A data path whose exported functions are replaced by those of `replacing.c`.
#include "baton.h"

SEC("datapath") int serve(struct xdp_md *ctx) {
  u8 *octets = (void *)(long)ctx->data;
  if (octets + 16 > (u8 *)(long)ctx->data_end) return XDP_DROP;
  if (octets[14] == 1) return bpf_get_prandom_u32() == 0xffffffff ? XDP_TX : XDP_DROP;
  bpf_packet_transmit(ctx);
  return 0;
}

/// Moves head, tail and metadata, and loads and stores octets.
#include "check.h"

SEC("xdp") int program(struct xdp_md *ctx) {
  u8 octets[8] = {};
  CHECK(bpf_xdp_get_buff_len(ctx) == 64);
  CHECK(bpf_ktime_get_boot_ns() != 0 && bpf_ktime_get_coarse_ns() != 0);
  CHECK(bpf_xdp_load_bytes(ctx, 2, octets, 4) == 0);
  CHECK(bpf_xdp_load_bytes(ctx, 60, octets, 8) < 0);
  CHECK(bpf_xdp_adjust_head(ctx, -4) == 0);
  u8 *data = (void *)(long)ctx->data;
  u8 *end = (void *)(long)ctx->data_end;
  if (data + 68 > end) return XDP_ABORTED;
  CHECK(end - data == 68);
  CHECK(data[6] == octets[0] && data[9] == octets[3]);
  data[0] = 0xaa;
  data[1] = data[2] = data[3] = 0;
  CHECK(bpf_xdp_adjust_head(ctx, 4) == 0);
  CHECK(bpf_xdp_adjust_head(ctx, 1000) < 0);
  CHECK(bpf_xdp_adjust_tail(ctx, 8) == 0);
  data = (void *)(long)ctx->data;
  end = (void *)(long)ctx->data_end;
  if (data + 72 > end) return XDP_ABORTED;
  CHECK(end - data == 72);
  CHECK(data[64] == 0 && data[71] == 0);
  CHECK(bpf_xdp_adjust_tail(ctx, -58) == 0);
  CHECK(bpf_xdp_adjust_tail(ctx, -1) < 0);
  octets[0] = 0x5a;
  CHECK(bpf_xdp_store_bytes(ctx, 13, octets, 1) == 0);
  CHECK(bpf_xdp_store_bytes(ctx, 13, octets, 2) < 0);
  CHECK(bpf_xdp_adjust_meta(ctx, -8) == 0);
  u8 *meta = (void *)(long)ctx->data_meta;
  data = (void *)(long)ctx->data;
  if (meta + 8 > data) return XDP_ABORTED;
  CHECK(data - meta == 8);
  CHECK(bpf_xdp_adjust_meta(ctx, -7) < 0);
  CHECK(bpf_xdp_adjust_meta(ctx, 8) == 0);
  return XDP_PASS;
}

#include "stalling.h"

static long spin(u64 index, void *context) {
  bpf_spin(1000);
  return 0;
}

int answer(struct xdp_md *ctx) {
  u8 *data = (u8 *)(long)ctx->data;
  if (data + sizeof(struct ethhdr) + 2 > (u8 *)(long)ctx->data_end) return XDP_DROP;
  u32 milliseconds = data[sizeof(struct ethhdr)] * SPIN_UNIT;
  bpf_loop(milliseconds * 1000, spin, 0, 0);
  u8 *answer = (u8 *)(long)ctx->data;
  if (answer + sizeof(struct ethhdr) + 2 > (u8 *)(long)ctx->data_end) return XDP_DROP;
  answer[sizeof(struct ethhdr) + 1] = bpf_get_smp_processor_id();
  return XDP_TX;
}

int rest(struct worker_ctx *ctx) { return -1; }

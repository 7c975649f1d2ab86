/// Packets that leave by the queue that their octet 14 names; those with another octet than 0 behind it wait before, and
/// whichever worker comes to them sends them on.
#include "baton.h"

BATON_HANDLES(waiting, 256);

SEC("queue") int wait(struct coroutine *handle, u64 argument) {
  return bpf_handles_push(&waiting, handle);
}

SEC("worker") int resume(struct worker_ctx *ctx) {
  int count = 0;
  for (; count < 4; count++) {
    struct coroutine *handle = bpf_handles_pop(&waiting);
    if (!handle) break;
    bpf_co_resume(handle);
  }
  return count;
}

SEC("datapath") int send(struct xdp_md *ctx) {
  u8 *octets = (void *)(long)ctx->data;
  if (octets + 16 > (u8 *)(long)ctx->data_end) return XDP_DROP;
  u32 worker = octets[14];
  if (octets[15] && co_await(wait, 0) < 0) return XDP_DROP;
  bpf_packet_forward(ctx, worker);
  return 0;
}

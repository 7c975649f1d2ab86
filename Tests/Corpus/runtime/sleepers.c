#include "sleepers.h"

SEC("queue") int sleep_until(struct coroutine *handle, u64 deadline) {
  bpf_wheel_add(handle, deadline);
  return 0;
}

SEC("worker") int wake(struct worker_ctx *ctx) {
  int count = 0;
  for (; count < 32; count++) {
    struct coroutine *handle = bpf_wheel_pop();
    if (!handle) break;
    bpf_co_resume(handle);
  }
  return count;
}

SEC("datapath") int answer_later(struct xdp_md *ctx) {
  u8 *data = (u8 *)(long)ctx->data;
  if (data + sizeof(struct ethhdr) + 6 > (u8 *)(long)ctx->data_end) return XDP_PASS;
  u8 *payload = data + sizeof(struct ethhdr);
  u64 begin = bpf_ktime_get_ns();
  u64 microseconds = payload[0] | payload[1] << 8;
  if (co_await(sleep_until, begin + microseconds * 1000) < 0) return XDP_DROP;
  u64 slept = (bpf_ktime_get_ns() - begin) / 1000;
  payload[2] = slept;
  payload[3] = slept >> 8;
  payload[4] = slept >> 16;
  payload[5] = slept >> 24;
  return XDP_TX;
}

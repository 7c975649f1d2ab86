#include "queued.h"

SEC("queue") int line_up(struct coroutine *handle, u64 argument) {
  return bpf_handles_push(&pending, handle);
}

SEC("worker") int let_through(struct worker_ctx *ctx) {
  u32 key = 0;
  struct gate *gate = bpf_map_lookup_elem(&gates, &key);
  int count = 0;
  for (; gate && gate->is_open && count < 32; count++) {
    struct coroutine *handle = bpf_handles_pop(&pending);
    if (!handle) break;
    bpf_co_resume(handle);
  }
  return count;
}

SEC("datapath") int wait_at_gate(struct xdp_md *ctx) {
  u8 *data = (u8 *)(long)ctx->data;
  if (data + sizeof(struct ethhdr) + 3 > (u8 *)(long)ctx->data_end) return XDP_PASS;
  u8 *payload = data + sizeof(struct ethhdr);
  if (payload[0] == 1) {
    u32 key = 0;
    struct gate *gate = bpf_map_lookup_elem(&gates, &key);
    if (gate) gate->is_open = 1;
    return XDP_DROP;
  }
  payload[1] = -co_await(line_up, 0);
  return XDP_TX;
}

#include "handed.h"

static int meet(struct coroutine *handle) {
  u32 key = 0;
  struct meeting *meeting = bpf_map_lookup_elem(&meetings, &key);
  return meeting ? bpf_mpsc_push(&meeting->ring, handle) : -1;
}

SEC("queue") int hand_over(struct coroutine *handle, u64 way) {
  if (way == WAY_MANY) return meet(handle);
  u32 key = (bpf_get_smp_processor_id() + (way == WAY_OF_ANOTHER)) & 1;
  struct lane *lane = bpf_map_lookup_elem(&lanes, &key);
  if (!lane) return -1;
  int status = bpf_spsc_push(&lane->ring, handle);
  if (status < 0) __sync_fetch_and_add(&lane->refused_count, 1);
  return status;
}

static struct coroutine *next_at_meeting(void) {
  u32 key = 0;
  struct meeting *meeting = bpf_map_lookup_elem(&meetings, &key);
  return meeting ? bpf_mpsc_pop(&meeting->ring) : 0;
}

SEC("worker") int take_over(struct worker_ctx *ctx) {
  u32 key = ~ctx->worker & 1;
  struct lane *lane = bpf_map_lookup_elem(&lanes, &key);
  int count = 0;
  for (; lane && count < 32; count++) {
    struct coroutine *handle = bpf_spsc_pop(&lane->ring);
    if (!handle && ctx->worker == 0) handle = next_at_meeting();
    if (!handle) break;
    bpf_co_resume(handle);
  }
  return count;
}

SEC("datapath") int change_worker(struct xdp_md *ctx) {
  u8 *data = (u8 *)(long)ctx->data;
  if (data + sizeof(struct ethhdr) + 4 > (u8 *)(long)ctx->data_end) return XDP_PASS;
  u8 *payload = data + sizeof(struct ethhdr);
  payload[1] = bpf_get_smp_processor_id();
  if (co_await(hand_over, payload[0]) < 0) return XDP_DROP;
  payload[2] = bpf_get_smp_processor_id();
  return XDP_TX;
}

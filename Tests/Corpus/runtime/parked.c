#include "parked.h"

static struct post *post(void) {
  u32 key = 0;
  return bpf_map_lookup_elem(&posts, &key);
}

SEC("queue") int hand_over(struct coroutine *handle, u64 way) {
  struct post *there = post();
  if (!there) return -1;
  if (way == WAY_SINGLE) return bpf_spsc_push(&there->single, handle);
  if (way == WAY_MANY) return bpf_mpsc_push(&there->many, handle);
  bpf_spin_lock(&there->lock);
  bpf_list_push_back(&there->list, &handle->node);
  bpf_spin_unlock(&there->lock);
  bpf_worker_wake(1);
  return 0;
}

static struct coroutine *next(struct post *there) {
  struct coroutine *handle = bpf_spsc_pop(&there->single);
  if (handle) return handle;
  handle = bpf_mpsc_pop(&there->many);
  if (handle) return handle;
  bpf_spin_lock(&there->lock);
  struct bpf_list_node *node = bpf_list_pop_front(&there->list);
  bpf_spin_unlock(&there->lock);
  return node ? container_of(node, struct coroutine, node) : 0;
}

SEC("worker") int take_over(struct worker_ctx *ctx) {
  struct post *there = post();
  if (!there || ctx->worker == 0) return -1;
  int count = 0;
  for (; count < 32; count++) {
    struct coroutine *handle = next(there);
    if (!handle) break;
    bpf_co_resume(handle);
  }
  return count > 0 ? count : -1;
}

SEC("datapath") int change_worker(struct xdp_md *ctx) {
  u8 *data = (u8 *)(long)ctx->data;
  if (data + sizeof(struct ethhdr) + 2 > (u8 *)(long)ctx->data_end) return XDP_PASS;
  u8 *payload = data + sizeof(struct ethhdr);
  // There is no third worker to wake.
  if (bpf_worker_wake(2) != -22) return XDP_DROP;
  if (co_await(hand_over, payload[0]) < 0) return XDP_DROP;
  payload[1] = bpf_get_smp_processor_id();
  return XDP_TX;
}

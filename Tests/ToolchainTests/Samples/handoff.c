#include "handoff.h"

u64 suspended;

static __attribute__((noinline)) struct flow_class *flow_class(u32 number) {
  u32 key = number & 7;
  return bpf_map_lookup_elem(&classes, &key);
}

SEC("datapath") int data_path(struct xdp_md *ctx) {
  co_await(stash, ctx->rx_queue_index);
  return XDP_PASS;
}

SEC("queue") int stash(struct coroutine *handle, u64 argument) {
  struct flow_class *flow = flow_class(argument);
  if (!flow)
    return -1;
  bpf_spin_lock(&flow->lock);
  bpf_list_push_back(&flow->head, &handle->node);
  flow->length++;
  bpf_spin_unlock(&flow->lock);
  suspended++;
  return 0;
}

SEC("worker") int pull(struct worker_ctx *ctx) {
  struct flow_class *flow = flow_class(ctx->worker);
  if (!flow)
    return 0;
  bpf_spin_lock(&flow->lock);
  struct bpf_list_node *node = bpf_list_pop_front(&flow->head);
  bpf_spin_unlock(&flow->lock);
  return node ? bpf_co_resume(container_of(node, struct coroutine, node)) : 0;
}

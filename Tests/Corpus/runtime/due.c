#include "due.h"

static int is_earlier(struct bpf_rb_node *node, const struct bpf_rb_node *other) {
  return container_of(node, struct coroutine, order)->argument <
         container_of(other, struct coroutine, order)->argument;
}

SEC("queue") int keep_in_order(struct coroutine *handle, u64 deadline) {
  u32 key = 0;
  struct deadlines *deadlines = bpf_map_lookup_elem(&waiting, &key);
  if (!deadlines) return -1;
  bpf_spin_lock(&deadlines->lock);
  bpf_rbtree_add(&deadlines->tree, &handle->order, is_earlier);
  bpf_spin_unlock(&deadlines->lock);
  return 0;
}

SEC("worker") int resume_due(struct worker_ctx *ctx) {
  u32 key = 0;
  struct deadlines *deadlines = bpf_map_lookup_elem(&waiting, &key);
  if (!deadlines) return 0;
  int count = 0;
  for (; count < 32; count++) {
    struct bpf_rb_node *due = 0;
    bpf_spin_lock(&deadlines->lock);
    struct bpf_rb_node *first = bpf_rbtree_first(&deadlines->tree);
    if (first && container_of(first, struct coroutine, order)->argument < deadlines->due_until)
      due = bpf_rbtree_remove(&deadlines->tree, first);
    bpf_spin_unlock(&deadlines->lock);
    if (!due) break;
    bpf_co_resume(container_of(due, struct coroutine, order));
  }
  return count;
}

SEC("datapath") int wait_until_due(struct xdp_md *ctx) {
  u8 *data = (u8 *)(long)ctx->data;
  if (data + sizeof(struct ethhdr) + 2 > (u8 *)(long)ctx->data_end) return XDP_PASS;
  u8 *payload = data + sizeof(struct ethhdr);
  if (payload[1]) {
    u32 key = 0;
    struct deadlines *deadlines = bpf_map_lookup_elem(&waiting, &key);
    if (deadlines) deadlines->due_until = payload[0] + 1;
    return XDP_DROP;
  }
  if (co_await(keep_in_order, payload[0]) < 0) return XDP_DROP;
  return XDP_TX;
}

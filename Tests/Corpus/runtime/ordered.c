#include "ordered.h"

u64 answer_count;
u32 is_open;

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
  if (deadline == 255) is_open = 1;
  return 0;
}

SEC("worker") int earliest_first(struct worker_ctx *ctx) {
  u32 key = 0;
  struct deadlines *deadlines = bpf_map_lookup_elem(&waiting, &key);
  if (!deadlines || !is_open) return 0;
  int count = 0;
  while (count < 32) {
    bpf_spin_lock(&deadlines->lock);
    struct bpf_rb_node *node = bpf_rbtree_pop_first(&deadlines->tree);
    bpf_spin_unlock(&deadlines->lock);
    if (!node) break;
    bpf_co_resume(container_of(node, struct coroutine, order));
    count++;
  }
  return count;
}

SEC("datapath") int meet_deadline(struct xdp_md *ctx) {
  u8 *data = (u8 *)(long)ctx->data;
  if (data + sizeof(struct ethhdr) + 4 > (u8 *)(long)ctx->data_end) return XDP_PASS;
  if (co_await(keep_in_order, data[sizeof(struct ethhdr)]) < 0) return XDP_DROP;
  u64 place = __sync_fetch_and_add(&answer_count, 1);
  data[sizeof(struct ethhdr) + 1] = place;
  data[sizeof(struct ethhdr) + 2] = place >> 8;
  return XDP_TX;
}

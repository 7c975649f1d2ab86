/// The cost of keeping suspended data paths in a tree in the order of their deadlines, and of taking out the first.
#include "baton.h"

struct deadlines {
  struct bpf_spin_lock lock;
  struct bpf_rb_root tree __contains(coroutine, order);
};

BATON_MAP(waiting, ARRAY, u32, struct deadlines, 1);

static int is_earlier(struct bpf_rb_node *node, const struct bpf_rb_node *other) {
  return container_of(node, struct coroutine, order)->argument <
         container_of(other, struct coroutine, order)->argument;
}

SEC("queue") int keep(struct coroutine *handle, u64 deadline) {
  u32 key = 0;
  struct deadlines *deadlines = bpf_map_lookup_elem(&waiting, &key);
  if (!deadlines) return -1;
  bpf_spin_lock(&deadlines->lock);
  bpf_rbtree_add(&deadlines->tree, &handle->order, is_earlier);
  bpf_spin_unlock(&deadlines->lock);
  return 0;
}

SEC("worker") int resume_batch(struct worker_ctx *ctx) {
  u32 key = 0;
  struct deadlines *deadlines = bpf_map_lookup_elem(&waiting, &key);
  if (!deadlines) return 0;
  int count = 0;
  for (; count < 1024; count++) {
    bpf_spin_lock(&deadlines->lock);
    struct bpf_rb_node *node = bpf_rbtree_pop_first(&deadlines->tree);
    bpf_spin_unlock(&deadlines->lock);
    if (!node) break;
    bpf_co_resume(container_of(node, struct coroutine, order));
  }
  return count;
}

/// Suspends for ever, each time for a while that a linear congruence makes (Knuth's MMIX).
SEC("datapath") int pause(struct xdp_md *ctx) {
  u64 state = bpf_get_prandom_u32();
  u64 deadline = 0;
  for (;;) {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    deadline += state >> 44;
    if (co_await(keep, deadline) < 0) return XDP_DROP;
  }
}

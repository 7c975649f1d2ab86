/// The cost of keeping suspended data paths in a list under its lock.
#include "baton.h"

struct listed {
  struct bpf_spin_lock lock;
  struct bpf_list_head list __contains(coroutine, node);
};

BATON_MAP(waiting, ARRAY, u32, struct listed, 1);

SEC("queue") int keep(struct coroutine *handle, u64 argument) {
  u32 key = 0;
  struct listed *listed = bpf_map_lookup_elem(&waiting, &key);
  if (!listed) return -1;
  bpf_spin_lock(&listed->lock);
  bpf_list_push_back(&listed->list, &handle->node);
  bpf_spin_unlock(&listed->lock);
  return 0;
}

SEC("worker") int resume_batch(struct worker_ctx *ctx) {
  u32 key = 0;
  struct listed *listed = bpf_map_lookup_elem(&waiting, &key);
  if (!listed) return 0;
  int count = 0;
  for (; count < 1024; count++) {
    bpf_spin_lock(&listed->lock);
    struct bpf_list_node *node = bpf_list_pop_front(&listed->list);
    bpf_spin_unlock(&listed->lock);
    if (!node) break;
    bpf_co_resume(container_of(node, struct coroutine, node));
  }
  return count;
}

/// Suspends for ever.
SEC("datapath") int pause(struct xdp_md *ctx) {
  for (;;) {
    if (co_await(keep, 0) < 0) return XDP_DROP;
  }
}

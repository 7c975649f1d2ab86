/// Coroutines that go on for ever: each naps on its worker, then waits in a list of which the other worker takes it.
#include "baton.h"

enum { WORKER_COUNT = 2, BATCH_COUNT = 16, NAP_NANOSECONDS = 4000000 };

struct crossing {
  struct bpf_spin_lock lock;
  struct bpf_list_head list __contains(coroutine, node);
};

BATON_MAP(crossings, ARRAY, u32, struct crossing, WORKER_COUNT);

SEC("queue") int nap(struct coroutine *handle, u64 deadline) {
  bpf_wheel_add(handle, deadline);
  return 0;
}

SEC("queue") int cross(struct coroutine *handle, u64 argument) {
  u32 key = handle->worker % WORKER_COUNT;
  struct crossing *crossing = bpf_map_lookup_elem(&crossings, &key);
  if (!crossing) return -1;
  bpf_spin_lock(&crossing->lock);
  bpf_list_push_back(&crossing->list, &handle->node);
  bpf_spin_unlock(&crossing->lock);
  return 0;
}

SEC("worker") int wake(struct worker_ctx *ctx) {
  int count = 0;
  for (; count < BATCH_COUNT; count++) {
    struct coroutine *handle = bpf_wheel_pop();
    if (!handle) break;
    bpf_co_resume(handle);
  }
  return count;
}

SEC("worker") int fetch(struct worker_ctx *ctx) {
  u32 key = (ctx->worker + 1) % WORKER_COUNT;
  struct crossing *crossing = bpf_map_lookup_elem(&crossings, &key);
  if (!crossing) return 0;
  int count = 0;
  for (; count < BATCH_COUNT; count++) {
    bpf_spin_lock(&crossing->lock);
    struct bpf_list_node *node = bpf_list_pop_front(&crossing->list);
    bpf_spin_unlock(&crossing->lock);
    if (!node) break;
    bpf_co_resume(container_of(node, struct coroutine, node));
  }
  return count;
}

SEC("datapath") int wander(struct xdp_md *ctx) {
  for (;;) {
    if (co_await(nap, bpf_ktime_get_ns() + NAP_NANOSECONDS) < 0) return XDP_DROP;
    if (co_await(cross, 0) < 0) return XDP_DROP;
  }
}

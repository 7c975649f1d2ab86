/// A queue, a worker and a policy for whatever data path is linked with them.
#include "baton.h"

struct line {
  struct bpf_spin_lock lock;
  struct bpf_list_head head __contains(coroutine, node);
};

BATON_MAP(lines, ARRAY, u32, struct line, 2);
BATON_MAP(tickets, ARRAY, u32, u64, 1);

int class_of(u32 length) { return length > 100; }

static struct line *line(u32 class) { return bpf_map_lookup_elem(&lines, &class); }

SEC("queue") int line_up(struct coroutine *handle, u64 class) {
  struct line *there = line(class);
  if (!there) return -1;
  bpf_spin_lock(&there->lock);
  bpf_list_push_back(&there->head, &handle->node);
  bpf_spin_unlock(&there->lock);
  return 0;
}

static int take_from(u32 class) {
  struct line *there = line(class);
  if (!there) return 0;
  bpf_spin_lock(&there->lock);
  struct bpf_list_node *node = bpf_list_pop_front(&there->head);
  bpf_spin_unlock(&there->lock);
  if (!node) return 0;
  bpf_co_resume(container_of(node, struct coroutine, node));
  return 1;
}

SEC("worker") int serve(struct worker_ctx *ctx) { return take_from(0) + take_from(1); }

/// Everybody to the second core, once there was a packet.
SEC("policy") u64 gather(struct policy_ctx *ctx) {
  u32 zero = 0;
  u64 *count = bpf_map_lookup_elem(&tickets, &zero);
  if (!count || *count == 0) return 10000;
  for (u32 worker = 0; worker < 2; worker++) bpf_worker_place(worker, 1);
  return 100000;
}

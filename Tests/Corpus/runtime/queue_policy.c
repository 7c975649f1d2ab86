/// A policy that is told of a queue, and is run when somebody wakes; handles stay in the queue until they may go on.
#include "baton.h"

struct line {
  struct bpf_spin_lock lock;
  struct bpf_list_head head __contains(coroutine, node);
};

/// What the policy was told last, and how often it was run.
struct report {
  u64 runs;
  u64 status;
  struct queue_signals signals;
};

BATON_MAP(lines, ARRAY, u32, struct line, 1);
BATON_MAP(gates, ARRAY, u32, u32, 1);
BATON_MAP(reports, ARRAY, u32, struct report, 1);

static struct line *the_line(void) {
  u32 zero = 0;
  return bpf_map_lookup_elem(&lines, &zero);
}

SEC("queue") int other(struct coroutine *handle, u64 argument) { return -1; }

SEC("queue") int hold(struct coroutine *handle, u64 argument) {
  struct line *line = the_line();
  if (!line) return -1;
  bpf_spin_lock(&line->lock);
  bpf_list_push_back(&line->head, &handle->node);
  bpf_spin_unlock(&line->lock);
  return 0;
}

SEC("worker") int serve(struct worker_ctx *ctx) {
  u32 zero = 0;
  u32 *gate = bpf_map_lookup_elem(&gates, &zero);
  struct line *line = the_line();
  if (!line || !gate || !*gate) return -1;
  bpf_spin_lock(&line->lock);
  struct bpf_list_node *node = bpf_list_pop_front(&line->head);
  bpf_spin_unlock(&line->lock);
  if (!node) return -1;
  bpf_co_resume(container_of(node, struct coroutine, node));
  return 1;
}

SEC("datapath") int echo(struct xdp_md *ctx) {
  co_await(other, 0);
  return co_await(hold, 0) < 0 ? XDP_DROP : XDP_TX;
}

SEC("policy") u64 watch(struct policy_ctx *ctx) {
  u32 zero = 0;
  struct report *report = bpf_map_lookup_elem(&reports, &zero);
  if (!report) return 0;
  report->status = bpf_queue_signals(hold, &report->signals, sizeof report->signals);
  report->runs++;
  return 0;
}

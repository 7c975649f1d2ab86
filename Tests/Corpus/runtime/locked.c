/// A worker that has a lock for a while each time it runs, and a policy that is told for how long.
#include "baton.h"

enum { ROUNDS = 400 };

struct cell {
  struct bpf_spin_lock lock;
  u64 value;
};

/// How often the lock was taken, and what the policy was told last.
struct report {
  u64 taken;
  struct worker_signals signals;
};

BATON_MAP(cells, ARRAY, u32, struct cell, 1);
BATON_MAP(reports, ARRAY, u32, struct report, 1);

SEC("queue") int refuse(struct coroutine *handle, u64 argument) { return -1; }

SEC("datapath") int drop(struct xdp_md *ctx) {
  co_await(refuse, 0);
  return XDP_DROP;
}

SEC("worker") int take(struct worker_ctx *ctx) {
  u32 zero = 0;
  struct cell *cell = bpf_map_lookup_elem(&cells, &zero);
  struct report *report = bpf_map_lookup_elem(&reports, &zero);
  if (!cell || !report) return -1;
  bpf_spin_lock(&cell->lock);
#pragma clang loop unroll(disable) vectorize(disable)
  for (u32 round = 0; round < ROUNDS; round++) cell->value = cell->value * 31 ^ round;
  bpf_spin_unlock(&cell->lock);
  report->taken++;
  return 0;
}

SEC("policy") u64 watch(struct policy_ctx *ctx) {
  u32 zero = 0;
  struct report *report = bpf_map_lookup_elem(&reports, &zero);
  if (report) bpf_worker_signals(0, &report->signals, sizeof report->signals);
  return 0;
}

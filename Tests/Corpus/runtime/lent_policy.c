/// A policy that moves nobody, and notes what it is told of two groups and of the last of two workers.
#include "baton.h"

struct report {
  struct group_signals groups[2];
  struct worker_signals worker;
};

BATON_MAP(reports, ARRAY, u32, struct report, 1);

SEC("policy") u64 note(struct policy_ctx *ctx) {
  u32 zero = 0;
  struct report *report = bpf_map_lookup_elem(&reports, &zero);
  if (!report) return 20000;
  struct group_signals first, second;
  struct worker_signals worker;
  bpf_group_signals(0, &first, sizeof first);
  bpf_group_signals(1, &second, sizeof second);
  bpf_worker_signals(1, &worker, sizeof worker);
  report->groups[0] = first;
  report->groups[1] = second;
  report->worker = worker;
  return 20000;
}

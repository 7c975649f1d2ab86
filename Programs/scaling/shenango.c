/// The rule that Shenango publishes (Ousterhout et al., NSDI 2019): every five microseconds, one more core where a packet has
/// waited for the whole of an interval; a core whose workers have nothing to do is given back.
#include "load.h"

#define INTERVAL 5000

BATON_MAP(cores, ARRAY, u32, u32, 1);

SEC("policy") u64 shenango(struct policy_ctx *ctx) {
  u32 zero = 0, busy = 0;
  u32 *count = bpf_map_lookup_elem(&cores, &zero);
  if (!count) return INTERVAL;
  int congested = 0;
  for (u32 worker = 0; worker < WORKER_COUNT_MAX && worker < ctx->worker_count; worker++) {
    struct load *load = look_at(worker, ctx->now);
    if (!load) continue;
    if (load->waits) congested = 1;
    if (load->awake_at == ctx->now && load->share > 0) busy++;
  }
  if (congested && *count < ctx->core_count) (*count)++;
  if (!congested && *count > busy) *count = busy;
  if (*count == 0) *count = 1;
  bpf_group_want(0, *count);
  for (u32 worker = 0; worker < WORKER_COUNT_MAX && worker < ctx->worker_count; worker++)
    bpf_worker_place(worker, worker % *count);
  // Where all sleep, whoever wakes has it look again.
  return all_sleep(ctx->now) ? 0 : INTERVAL;
}

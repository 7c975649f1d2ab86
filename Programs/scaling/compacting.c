/// As few cores as it takes to keep packets from waiting for longer than the target: one more as soon as one waits so long,
/// one less once all would be busy for no more than some share of the time.
#include "load.h"

#define INTERVAL 20000
#define DEFAULT_TARGET 50000
/// In thousandths of a core: what the fewer cores may have to do each.
#define SHARE_MAX 700
/// For how long less has to be enough, in nanoseconds.
#define PATIENCE 5000000

struct state {
  u32 cores;
  u64 enough_since;
};

BATON_MAP(states, ARRAY, u32, struct state, 1);

struct need {
  /// In thousandths of a core, of all workers together.
  u32 share;
  u64 delay;
};

static struct need look_at_all(struct policy_ctx *ctx) {
  struct need need = {0, 0};
  for (u32 worker = 0; worker < WORKER_COUNT_MAX && worker < ctx->worker_count; worker++) {
    struct load *load = look_at(worker, ctx->now);
    if (!load) continue;
    need.share += load->share;
    if (load->delay > need.delay) need.delay = load->delay;
  }
  return need;
}

SEC("policy") u64 compacting(struct policy_ctx *ctx) {
  u32 zero = 0;
  struct state *state = bpf_map_lookup_elem(&states, &zero);
  if (!state) return INTERVAL;
  struct need need = look_at_all(ctx);
  u64 target = ctx->target ? ctx->target : DEFAULT_TARGET;
  if (state->cores == 0) state->cores = 1;
  if (need.share > (state->cores - 1) * SHARE_MAX) state->enough_since = ctx->now;
  if (need.delay > target && state->cores < ctx->core_count) {
    state->cores++;
    state->enough_since = ctx->now;
  } else if (state->cores > 1 && ctx->now - state->enough_since > PATIENCE) {
    state->cores--;
    state->enough_since = ctx->now;
  }
  bpf_group_want(0, state->cores);
  for (u32 worker = 0; worker < WORKER_COUNT_MAX && worker < ctx->worker_count; worker++)
    bpf_worker_place(worker, worker % state->cores);
  return need.share == 0 && need.delay == 0 ? 10 * INTERVAL : INTERVAL;
}

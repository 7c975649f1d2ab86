#include "compacting.h"

static void forget_shares(u32 cores) {
  for (u32 core = 0; core < WORKER_COUNT_MAX && core < cores; core++) {
    u32 *sum = bpf_map_lookup_elem(&core_shares, &core);
    if (sum) *sum = 0;
  }
}

static void add_share(struct state *state, u32 core, u32 share) {
  u32 *sum = bpf_map_lookup_elem(&core_shares, &core);
  if (!sum) return;
  *sum += share;
  if (*sum > state->fullest) state->fullest = *sum;
}

static struct need look_at_all(struct policy_ctx *ctx, struct state *state) {
  struct need need = {0, delay_in_line()};
  state->fullest = 0;
  forget_shares(state->cores);
  for (u32 worker = 0; worker < WORKER_COUNT_MAX && worker < ctx->worker_count; worker++) {
    struct load *load = look_at(worker, ctx->now);
    if (!load) continue;
    need.share += load->share;
    add_share(state, worker % state->cores, load->share);
    if (load->delay > need.delay) need.delay = load->delay;
  }
  return need;
}

/// How many cores there are to be.
static void decide(struct state *state, struct need need, struct policy_ctx *ctx) {
  u64 target = ctx->target ? ctx->target : DEFAULT_TARGET;
  if (need.share > (state->cores - 1) * SHARE_MAX) state->enough_since = ctx->now;
  int are_few = need.delay > target || state->fullest > SHARE_FULL;
  if (are_few && state->cores < ctx->core_count) {
    state->cores++;
    state->enough_since = ctx->now;
  } else if (state->cores > 1 && ctx->now - state->enough_since > PATIENCE) {
    state->cores--;
    state->enough_since = ctx->now;
  }
}

u64 compacting(struct policy_ctx *ctx) {
  u32 zero = 0;
  struct state *state = bpf_map_lookup_elem(&states, &zero);
  if (!state) return INTERVAL;
  if (state->cores == 0) state->cores = 1;
  struct need need = look_at_all(ctx, state);
  decide(state, need, ctx);
  bpf_group_want(0, state->cores);
  for (u32 worker = 0; worker < WORKER_COUNT_MAX && worker < ctx->worker_count; worker++)
    bpf_worker_place(worker, worker % state->cores);
  // Where all is quiet, whoever wakes has it look again.
  return state->cores == 1 && all_sleep(ctx->now) ? 0 : INTERVAL;
}

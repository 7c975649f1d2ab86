#include "compacting.h"

static struct need look_at_all(struct policy_ctx *ctx, struct spread *spread) {
  struct need need = {0, delay_in_line()};
  forget_shares(spread);
  for (u32 worker = 0; worker < WORKER_COUNT_MAX && worker < ctx->worker_count; worker++) {
    struct load *load = look_at(worker, ctx->now);
    if (!load) continue;
    need.share += load->share;
    add_to(load->core, load->share);
    if (load->delay > need.delay) need.delay = load->delay;
  }
  compare_cores(spread);
  return need;
}

/// How many cores there are to be, and who is where.
static void decide(
    struct state *state, struct need need, struct spread *spread, struct policy_ctx *ctx) {
  u64 target = ctx->target ? ctx->target : DEFAULT_TARGET;
  if (need.share > (state->cores - 1) * SHARE_MAX) state->enough_since = ctx->now;
  if (need.delay > target || spread->most > SHARE_FULL) {
    state->enough_since = ctx->now;
    // Those who go to a new core do so in the next run.
    if (!even_out(spread) && state->cores < ctx->core_count) state->cores++;
  } else if (state->cores > 1 && ctx->now - state->enough_since > PATIENCE) {
    spread->cores = --state->cores;
    state->enough_since = ctx->now;
    give_up_core(spread);
  }
}

u64 compacting(struct policy_ctx *ctx) {
  u32 zero = 0;
  struct state *state = bpf_map_lookup_elem(&states, &zero);
  struct spread *spread = the_spread();
  if (!state || !spread) return INTERVAL;
  if (state->cores == 0) state->cores = 1;
  spread->workers = ctx->worker_count;
  spread->cores = state->cores;
  struct need need = look_at_all(ctx, spread);
  decide(state, need, spread, ctx);
  bpf_group_want(0, state->cores);
  for (u32 worker = 0; worker < WORKER_COUNT_MAX && worker < ctx->worker_count; worker++) {
    struct load *load = load_of(worker);
    if (load) bpf_worker_place(worker, load->core);
  }
  // Where all is quiet, whoever wakes has it look again.
  return state->cores == 1 && all_sleep(ctx->now) ? 0 : INTERVAL;
}

#include "compacting.h"

static struct need look_at_all(struct policy_ctx *ctx) {
  struct need need = {0, delay_in_line()};
  for (u32 worker = 0; worker < WORKER_COUNT_MAX && worker < ctx->worker_count; worker++) {
    struct load *load = look_at(worker, ctx->now);
    if (!load) continue;
    need.share += load->share;
    if (load->delay > need.delay) need.delay = load->delay;
  }
  return need;
}

/// How many cores there are to be, and who is where.
static void decide(struct state *state, struct need need, struct policy_ctx *ctx) {
  struct spread *spread = the_spread();
  if (!spread) return;
  u64 target = ctx->target ? ctx->target : DEFAULT_TARGET;
  spread->workers = ctx->worker_count;
  spread->cores = state->cores;
  sum_up(spread);
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
  if (!state) return INTERVAL;
  if (state->cores == 0) state->cores = 1;
  struct need need = look_at_all(ctx);
  decide(state, need, ctx);
  bpf_group_want(0, state->cores);
  for (u32 worker = 0; worker < WORKER_COUNT_MAX && worker < ctx->worker_count; worker++) {
    struct load *load = load_of(worker);
    if (load) bpf_worker_place(worker, load->core);
  }
  // Where all is quiet, whoever wakes has it look again.
  return state->cores == 1 && all_sleep(ctx->now) ? 0 : INTERVAL;
}

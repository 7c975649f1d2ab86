/// The rule that Shenango publishes: see shenango.h.
#include "shenango.h"

/// How many cores there are to be.
static void decide(struct state *state, int congested, u32 busy, struct policy_ctx *ctx) {
  if (state->cores == 0) state->cores = 1;
  if (congested || busy >= state->cores) {
    if (congested && state->cores < ctx->core_count) state->cores++;
    state->spare_runs = state->most_busy = 0;
    return;
  }
  if (busy > state->most_busy) state->most_busy = busy;
  if (++state->spare_runs < PATIENCE) return;
  state->cores = state->most_busy ? state->most_busy : 1;
  state->spare_runs = state->most_busy = 0;
}

u64 shenango(struct policy_ctx *ctx) {
  u32 zero = 0, busy = 0;
  struct state *state = bpf_map_lookup_elem(&states, &zero);
  if (!state) return INTERVAL;
  int congested = 0;
  for (u32 worker = 0; worker < WORKER_COUNT_MAX && worker < ctx->worker_count; worker++) {
    struct load *load = look_at(worker, ctx->now);
    if (!load) continue;
    if (load->waits) congested = 1;
    if (load->awake_at == ctx->now && load->share > 0) busy++;
  }
  decide(state, congested, busy, ctx);
  bpf_group_want(0, state->cores);
  for (u32 worker = 0; worker < WORKER_COUNT_MAX && worker < ctx->worker_count; worker++)
    bpf_worker_place(worker, core_of(worker, state->cores));
  // Where all sleep, whoever wakes has it look again.
  return all_sleep(ctx->now) ? 0 : INTERVAL;
}

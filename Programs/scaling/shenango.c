/// The rule that Shenango publishes (Ousterhout et al., NSDI 2019): every five microseconds, one more core where a packet has
/// waited for the whole of an interval; a core whose workers have nothing to do is given back.
///
/// As there, a core looks for work for a while before it is given back.
#include "load.h"

#define INTERVAL 5000
/// For how many runs, one after the other, a core is to be of no use.
#define PATIENCE 10

struct state {
  u32 cores;
  /// For how many runs there has been one too many, and how many were of use at once meanwhile.
  u32 spare_runs;
  u32 most_busy;
};

BATON_MAP(states, ARRAY, u32, struct state, 1);

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

/// On which of so many cores a worker is: with one core more, only those move that go to the new one, from a single other one
/// (linear hashing), as cores may change with each run.
static u32 core_of(u32 worker, u32 cores) {
  // Rounded up to a power of two, less one.
  u32 mask = cores - 1;
  mask |= mask >> 1;
  mask |= mask >> 2;
  mask |= mask >> 4;
  u32 core = worker & mask;
  return core < cores ? core : core & mask >> 1;
}

SEC("policy") u64 shenango(struct policy_ctx *ctx) {
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

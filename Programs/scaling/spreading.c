/// Whoever has something to do has a core of its own: see spreading.h.
#include "spreading.h"

u64 spreading(struct policy_ctx *ctx) {
  u32 taken = 0;
  bpf_group_want(0, ctx->core_count);
  for (u32 worker = 0; worker < WORKER_COUNT_MAX && worker < ctx->worker_count; worker++) {
    struct load *load = look_at(worker, ctx->now);
    if (!load || ctx->now - load->awake_at > PATIENCE) continue;
    bpf_worker_place(worker, taken % ctx->core_count);
    taken++;
  }
  return all_sleep(ctx->now) ? 0 : INTERVAL;
}

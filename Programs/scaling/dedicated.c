/// Each worker has a core of its own.
#include "dedicated.h"

u64 dedicated(struct policy_ctx *ctx) {
  bpf_group_want(0, ctx->core_count);
  for (u32 worker = 0; worker < WORKER_COUNT_MAX && worker < ctx->worker_count; worker++)
    bpf_worker_place(worker, worker % ctx->core_count);
  return INTERVAL;
}

/// Each worker has a core of its own, and some of the cores do not sleep when they are idle: whoever comes there runs at once.
#include "../../Interface/baton.h"

#define WORKER_COUNT_MAX 64

/// How many.
volatile u32 warm_cores = 1;

SEC("policy") u64 warm(struct policy_ctx *ctx) {
  bpf_group_want(0, ctx->core_count);
  bpf_group_warm(0, warm_cores);
  for (u32 worker = 0; worker < WORKER_COUNT_MAX && worker < ctx->worker_count; worker++)
    bpf_worker_place(worker, worker % ctx->core_count);
  return 1000000000;
}

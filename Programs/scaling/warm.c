/// A pool of cores that do not sleep while they are idle: see warm.h.
#include "warm.h"

u64 warm(struct policy_ctx *ctx) {
  bpf_group_want(0, ctx->core_count);
  bpf_group_warm(0, warm_cores < ctx->core_count ? warm_cores : ctx->core_count);
  return INTERVAL;
}

/// A pool of cores that do not sleep while they are idle: whoever comes to one of them runs at once. Meanwhile they are lent to
/// best-effort groups, as all idle cores are.
#include "../../Interface/baton.h"

/// How many of the first group's cores.
volatile u32 warm_cores = 1;

SEC("policy") u64 warm(struct policy_ctx *ctx) {
  bpf_group_want(0, ctx->core_count);
  bpf_group_warm(0, warm_cores < ctx->core_count ? warm_cores : ctx->core_count);
  return 1000000000;
}

/// Workers that serve one line of requests.
#pragma once

#include "waiting.h"

/// The first workers, as many as that, receive and do not serve.
BATON_VARIABLE(u32, receivers, 0);

/// Serves the first in line: whether there was one.
static inline int serve_first(struct worker_ctx *ctx) {
  if (ctx->worker < receivers) return -1;
  struct coroutine *handle = bpf_handles_pop(&waiting);
  if (!handle) return be_idle(ctx->worker);
  bpf_co_resume(handle);
  return 1;
}

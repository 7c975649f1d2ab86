/// One line of requests for all workers.
#pragma once

#include "idle.h"

/// The first workers, as many as that, receive and do not serve.
volatile u32 receivers = 0;

BATON_HANDLES(waiting, WAITING_MAX);

/// Puts the request behind all others, and wakes somebody for it.
static inline int put_last(struct coroutine *handle) {
  int status = bpf_handles_push(&waiting, handle);
  if (status == 0) wake_idle();
  return status;
}

/// Serves the first in line: whether there was one.
static inline int serve_first(struct worker_ctx *ctx) {
  if (ctx->worker < receivers) return -1;
  struct coroutine *handle = bpf_handles_pop(&waiting);
  if (!handle) return be_idle(ctx->worker);
  bpf_co_resume(handle);
  return 1;
}

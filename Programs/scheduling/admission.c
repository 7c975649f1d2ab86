/// First come, first served, but who has waited for too long is not served any more: see admission.h.
#include "admission.h"

int line_up(struct coroutine *handle, u64 argument) { return put_last(handle); }

int on_preempt(struct coroutine *handle, u64 reason) { return -1; }

/// The first in line that is not too old; those before it are dropped.
static struct coroutine *first_in_time(void) {
  u64 now = bpf_ktime_get_ns();
  for (int count = 0; count < DROP_MAX; count++) {
    struct coroutine *handle = bpf_handles_pop(&waiting);
    if (!handle) return 0;
    // Clocks of two cores may be a little apart.
    if ((s64)(now - handle->suspended_at) <= (s64)age_max) return handle;
    bpf_co_destroy(handle);
    count_dropped();
  }
  return 0;
}

int work(struct worker_ctx *ctx) {
  if (ctx->worker < receivers) return -1;
  struct coroutine *handle = first_in_time();
  if (!handle) return be_idle(ctx->worker);
  bpf_co_resume(handle);
  return 1;
}

int synthetic(struct xdp_md *ctx) {
  struct request_frame *frame = request_in(ctx);
  return frame ? serve_in_turn(frame, 0) : XDP_PASS;
}

/// The earliest deadline first.
#include "edf.h"

int line_up(struct coroutine *handle, u64 deadline) { return put_in_order(handle, deadline); }

int on_preempt(struct coroutine *handle, u64 reason) { return -1; }

int work(struct worker_ctx *ctx) { return serve_least(ctx); }

int synthetic(struct xdp_md *ctx) {
  struct request_frame *frame = request_in(ctx);
  return frame ? serve_in_turn(frame, deadline_of(&frame->request)) : XDP_PASS;
}

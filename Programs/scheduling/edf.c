/// The earliest deadline first: each class is to be answered within a time of its own after it has arrived.
#include "order.h"

/// In nanoseconds, by class.
volatile u64 allowed[CLASS_COUNT] = {100000, 1000000, 10000000, 100000000};

int line_up(struct coroutine *handle, u64 deadline) { return put_in_order(handle, deadline); }

int on_preempt(struct coroutine *handle, u64 reason) { return -1; }

int work(struct worker_ctx *ctx) { return serve_least(ctx); }

int synthetic(struct xdp_md *ctx) {
  struct request_frame *frame = request_in(ctx);
  if (!frame) return XDP_PASS;
  u64 deadline = frame->request.arrival + allowed[frame->request.class_number % CLASS_COUNT];
  return serve_in_turn(frame, deadline);
}

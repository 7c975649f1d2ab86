/// The shortest expected job first.
#include "sjf.h"

static u64 *expectation_of(u32 class_number) {
  return bpf_map_lookup_elem(&expectations, &class_number);
}

int line_up(struct coroutine *handle, u64 class_number) {
  u64 *expected = expectation_of(class_number);
  return expected ? put_in_order(handle, *expected) : -1;
}

int on_preempt(struct coroutine *handle, u64 reason) { return -1; }

int work(struct worker_ctx *ctx) { return serve_least(ctx); }

/// Workers that learn at once may lose what one of them has learned: it is a mean.
static void learn(const struct request *request) {
  u64 *expected = expectation_of(request->class_number);
  if (!expected) return;
  u64 taken = request->ended - request->begun;
  *expected = *expected ? *expected - (*expected >> WEIGHT_SHIFT) + (taken >> WEIGHT_SHIFT) : taken;
}

int synthetic(struct xdp_md *ctx) {
  struct request_frame *frame = request_in(ctx);
  if (!frame) return XDP_PASS;
  if (co_await(line_up, frame->request.class_number) < 0) return XDP_DROP;
  int action = serve(frame);
  learn(&frame->request);
  return action;
}

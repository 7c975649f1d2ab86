/// Processor sharing.
#include "ps.h"

int line_up(struct coroutine *handle, u64 argument) { return put_last(handle); }

int on_preempt(struct coroutine *handle, u64 reason) { return put_last(handle); }

int work(struct worker_ctx *ctx) {
  bpf_set_quantum(quantum);
  return serve_first(ctx);
}

int synthetic(struct xdp_md *ctx) {
  struct request_frame *frame = request_in(ctx);
  return frame ? serve_in_turn(frame, 0) : XDP_PASS;
}

/// Cores that are reserved for short requests: see reserved.h.
#include "reserved.h"

int line_up(struct coroutine *handle, u64 class_number) {
  int is_short = class_number < short_classes;
  int status =
      is_short ? bpf_handles_push(&short_line, handle) : bpf_handles_push(&long_line, handle);
  if (status == 0) wake_idle_of(is_short ? ~0ull : ~0ull << reserved_workers % WORKER_MAX);
  return status;
}

int on_preempt(struct coroutine *handle, u64 reason) { return -1; }

int work(struct worker_ctx *ctx) {
  struct coroutine *handle = 0;
  if (ctx->worker >= reserved_workers) handle = bpf_handles_pop(&long_line);
  if (!handle) handle = bpf_handles_pop(&short_line);
  if (!handle) return be_idle(ctx->worker);
  bpf_co_resume(handle);
  return 1;
}

int synthetic(struct xdp_md *ctx) {
  struct request_frame *frame = request_in(ctx);
  return frame ? serve_in_turn(frame, frame->request.class_number) : XDP_PASS;
}

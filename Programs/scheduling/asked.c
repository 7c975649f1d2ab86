/// Processor sharing at a dispatcher's request: see asked.h.
#include "asked.h"

int line_up(struct coroutine *handle, u64 argument) { return put_last(handle); }

int on_preempt(struct coroutine *handle, u64 reason) { return put_last(handle); }

static void look_after(u32 worker, u64 now) {
  u64 *next_look = bpf_map_lookup_elem(&next_looks, &worker);
  if (!next_look || now < *next_look) return;
  *next_look = now + quantum;
  u64 run = bpf_worker_running(worker);
  if (run) bpf_preempt(worker, run);
}

int work(struct worker_ctx *ctx) {
  if (ctx->worker != DISPATCHER) return serve_first(ctx);
  u64 now = bpf_ktime_get_ns();
  for (u32 worker = DISPATCHER + 1; worker < WORKER_MAX && worker < ctx->worker_count; worker++)
    look_after(worker, now);
  return 1;
}

int synthetic(struct xdp_md *ctx) {
  struct request_frame *frame = request_in(ctx);
  return frame ? serve_in_turn(frame, 0) : XDP_PASS;
}

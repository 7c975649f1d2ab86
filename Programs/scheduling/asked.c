/// Processor sharing at a dispatcher's request: the first worker serves nobody, and asks each of the others, on their cores, once
/// a quantum to let go of the request that it serves. What they serve lies in one line.
#include "line.h"

/// In nanoseconds.
volatile u64 quantum = 5000;

/// When the dispatcher looks at each worker again. Each look takes cache lines from the worker: it is the only one.
BATON_MAP(next_looks, ARRAY, u32, u64, WORKER_MAX);

enum { DISPATCHER = 0 };

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

/// Processor sharing at a dispatcher's request: the first worker serves nobody, and asks each of the others, on their cores, to
/// let go of a request that they have served for a quantum. What they serve lies in one line.
#include "line.h"

/// In nanoseconds.
volatile u64 quantum = 5000;

/// What the dispatcher has seen run on a worker, since when, and when it looks again: each look takes a cache line from the
/// worker.
struct seen {
  u64 run;
  u64 since;
  u64 next_look;
};

/// Looks in a quantum.
enum { LOOK_COUNT = 4 };

BATON_MAP(seen, ARRAY, u32, struct seen, WORKER_MAX);

enum { DISPATCHER = 0 };

int line_up(struct coroutine *handle, u64 argument) { return put_last(handle); }

int on_preempt(struct coroutine *handle, u64 reason) { return put_last(handle); }

static void look_after(u32 worker, u64 now) {
  struct seen *last = bpf_map_lookup_elem(&seen, &worker);
  if (!last) return;
  if (now < last->next_look) return;
  last->next_look = now + quantum / LOOK_COUNT;
  u64 run = bpf_worker_running(worker);
  if (run != last->run) {
    last->run = run;
    last->since = now;
  } else if (run && now - last->since >= quantum) {
    bpf_preempt(worker, run);
    // It is soon another one, or another run.
    last->run = 0;
  }
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
  if (!frame) return XDP_PASS;
  if (co_await(line_up, 0) < 0) return XDP_DROP;
  return serve(frame);
}

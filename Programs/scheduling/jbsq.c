/// Join the bounded shortest queue: see jbsq.h.
#include "jbsq.h"

static struct post *post_of(u32 worker) {
  u32 key = worker % WORKER_MAX;
  return bpf_map_lookup_elem(&posts, &key);
}

int line_up(struct coroutine *handle, u64 argument) { return bpf_handles_push(&waiting, handle); }

/// Only the dispatcher's turns have an end.
int on_preempt(struct coroutine *handle, u64 reason) { return bpf_handles_push(&begun, handle); }

/// The worker with the fewest requests, where it has room; null where none has.
static struct post *shortest(u32 worker_count) {
  struct post *best = 0;
  u64 least = depth;
  for (u32 worker = DISPATCHER + 1; worker < WORKER_MAX && worker < worker_count; worker++) {
    struct post *post = post_of(worker);
    if (!post) continue;
    u64 count = post->sent - post->done;
    if (count >= least) continue;
    least = count;
    best = post;
  }
  return best;
}

/// Hands requests to workers as long as these have room; how many.
static int dispatch(struct worker_ctx *ctx) {
  int count = 0;
  for (; count < BATCH_COUNT; count++) {
    struct post *post = shortest(ctx->worker_count);
    if (!post) break;
    struct coroutine *handle = bpf_handles_pop(&waiting);
    if (!handle) break;
    if (bpf_spsc_push(&post->ring, handle) < 0) {
      bpf_co_resume(handle);
      break;
    }
    post->sent++;
  }
  return count;
}

/// Serves a request for a quantum, those first that the dispatcher has begun: nobody else does.
static int help(void) {
  struct coroutine *handle = bpf_handles_pop(&begun);
  if (!handle) handle = bpf_handles_pop(&waiting);
  if (!handle) return -1;
  bpf_set_quantum(quantum);
  bpf_co_resume(handle);
  return 1;
}

static int serve_own(u32 worker) {
  struct post *post = post_of(worker);
  struct coroutine *handle = post ? bpf_spsc_pop(&post->ring) : 0;
  if (!handle) return -1;
  bpf_co_resume(handle);
  post->done++;
  return 1;
}

int work(struct worker_ctx *ctx) {
  if (ctx->worker != DISPATCHER) return serve_own(ctx->worker);
  int count = dispatch(ctx);
  return count > 0 ? count : help();
}

int synthetic(struct xdp_md *ctx) {
  struct request_frame *frame = request_in(ctx);
  return frame ? serve_in_turn(frame, 0) : XDP_PASS;
}

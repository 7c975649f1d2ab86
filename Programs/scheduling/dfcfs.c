/// First come, first served, in a line for each worker: see dfcfs.h.
#include "dfcfs.h"

static struct line *line_of(u32 worker) {
  u32 key = worker % WORKER_MAX;
  return bpf_map_lookup_elem(&lines, &key);
}

int on_preempt(struct coroutine *handle, u64 reason) {
  struct line *line = line_of(bpf_get_smp_processor_id());
  if (!line) return -1;
  bpf_spin_lock(&line->lock);
  bpf_list_push_front(&line->head, &handle->node);
  line->count++;
  bpf_spin_unlock(&line->lock);
  return 0;
}

int line_up(struct coroutine *handle, u64 argument) {
  struct line *line = line_of(bpf_get_smp_processor_id());
  if (!line) return -1;
  bpf_spin_lock(&line->lock);
  bpf_list_push_back(&line->head, &handle->node);
  line->count++;
  bpf_spin_unlock(&line->lock);
  if (steals) wake_idle();
  return 0;
}

static struct coroutine *take(struct line *line) {
  // A look is cheaper than a lock.
  if (line->count == 0) return 0;
  bpf_spin_lock(&line->lock);
  struct bpf_list_node *node = bpf_list_pop_front(&line->head);
  if (node) line->count--;
  bpf_spin_unlock(&line->lock);
  return node ? container_of(node, struct coroutine, node) : 0;
}

/// The first request that another worker has, from the next worker on.
static struct coroutine *steal(struct worker_ctx *ctx) {
  for (u32 distance = 1; distance < WORKER_MAX && distance < ctx->worker_count; distance++) {
    struct line *line = line_of((ctx->worker + distance) % ctx->worker_count);
    struct coroutine *handle = line ? take(line) : 0;
    if (handle) return handle;
  }
  return 0;
}

int work(struct worker_ctx *ctx) {
  struct line *line = line_of(ctx->worker);
  struct coroutine *handle = line ? take(line) : 0;
  if (!handle && steals) handle = steal(ctx);
  if (!handle) return be_idle(ctx->worker);
  if (steals) bpf_set_quantum(quantum);
  bpf_co_resume(handle);
  return 1;
}

int synthetic(struct xdp_md *ctx) {
  struct request_frame *frame = request_in(ctx);
  return frame ? serve_in_turn(frame, 0) : XDP_PASS;
}

/// A host whose requests wait until a worker comes to them.
#include "network_queued.h"

int wait_for_turn(struct coroutine *handle, u64 argument) {
  bpf_local_push(handle);
  return 0;
}

/// Long requests take many steps; a worker that has more to do comes back to those that were put off.
int on_preempt(struct coroutine *handle, u64 argument) {
  bpf_local_push(handle);
  return 0;
}

int work(struct worker_ctx *ctx) {
  int count = 0;
  for (; count < BATCH_COUNT; count++) {
    struct coroutine *handle = bpf_local_pop();
    if (!handle) break;
    bpf_co_resume(handle);
  }
  if (count > 0) return count;
  return net_serve() ? 1 : -1;
}

int receive(struct xdp_md *ctx) {
  net_rcv(ctx);
  if (co_await(wait_for_turn, 0) < 0) return 0;
  // What is left after that, `work` does.
  for (int step = 0; step < STEP_COUNT; step++)
    if (!net_serve()) break;
  return 0;
}

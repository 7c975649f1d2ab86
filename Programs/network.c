/// A host: every packet goes to the network stack, and services answer what has arrived.
#include "network.h"

/// Long requests take many steps; a worker that has more to do comes back to those that were put off.
int on_preempt(struct coroutine *handle, u64 argument) {
  bpf_local_push(handle);
  return 0;
}

int work(struct worker_ctx *ctx) {
  struct coroutine *handle = bpf_local_pop();
  if (handle) {
    bpf_co_resume(handle);
    return 1;
  }
  return net_serve() ? 1 : -1;
}

int receive(struct xdp_md *ctx) {
  net_rcv(ctx);
  // What is left after that, `work` does.
  for (int step = 0; step < STEP_COUNT; step++)
    if (!net_serve()) break;
  return 0;
}

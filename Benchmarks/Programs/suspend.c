/// The cost of one suspension and one resumption, with nothing around them.
#include "baton.h"

/// Keeps the handle on the worker that suspended it.
SEC("queue") int keep(struct coroutine *handle, u64 argument) {
  bpf_local_push(handle);
  return 0;
}

SEC("worker") int resume_batch(struct worker_ctx *ctx) {
  int count = 0;
  for (; count < 1024; count++) {
    struct coroutine *handle = bpf_local_pop();
    if (!handle) break;
    bpf_co_resume(handle);
  }
  return count;
}

/// Suspends for ever.
SEC("datapath") int ping(struct xdp_md *ctx) {
  for (;;) {
    if (co_await(keep, 0) < 0) return XDP_DROP;
  }
}

/// The cost of a whole life: a data path begins, is suspended once, and ends.
#include "baton.h"

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

SEC("datapath") int pause_once(struct xdp_md *ctx) {
  return co_await(keep, 0) < 0 ? XDP_ABORTED : XDP_DROP;
}

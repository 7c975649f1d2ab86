/// The whole way of a packet that is dropped: it is looked at, waits for a worker once, and is gone.
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

SEC("datapath") int receive(struct xdp_md *ctx) {
  u8 *octets = (void *)(long)ctx->data;
  if ((void *)(octets + 14) > (void *)(long)ctx->data_end) return XDP_DROP;
  // Which core works on it would be chosen by something like this.
  if (co_await(keep, octets[0]) < 0) return XDP_ABORTED;
  return octets[0] == 0 ? XDP_ABORTED : XDP_DROP;
}

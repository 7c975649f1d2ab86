#include "corpus.h"

SEC("datapath") int child(struct xdp_md *ctx) { return XDP_TX; }

SEC("datapath") int case_program(struct xdp_md *ctx) {
  struct coroutine *handle = co_spawn(child, ctx);
  if (!handle) return XDP_DROP;
  handle->user[0] = 1;  // refused: only read is supported into coroutine
  bpf_wheel_add(handle, 0);
  return 0;
}

#include "corpus.h"

SEC("datapath") int child(struct xdp_md *ctx) { return XDP_TX; }

SEC("datapath") int case_program(struct xdp_md *ctx) {
  struct xdp_md *copy = bpf_packet_copy(ctx);
  if (!copy) return XDP_DROP;
  struct coroutine *handle = co_spawn(child, copy);
  bpf_packet_drop(copy);  // refused: R1 type=scalar expected=ptr_xdp_md
  if (handle) bpf_co_destroy(handle);
  return XDP_TX;
}

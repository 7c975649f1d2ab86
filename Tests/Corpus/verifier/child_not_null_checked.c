#include "corpus.h"

SEC("datapath") int child(struct xdp_md *ctx) { return XDP_TX; }

SEC("datapath") int case_program(struct xdp_md *ctx) {
  bpf_co_destroy(co_spawn(child, ctx));  // refused: R1 type=scalar expected=ptr_coroutine
  return 0;
}

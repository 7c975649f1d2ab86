#include "ring.h"

SEC("datapath") int case_program(struct xdp_md *ctx) {
  struct crossing *crossing = here();
  if (!crossing) return XDP_DROP;
  bpf_spsc_push(&crossing->single, (struct coroutine *)ctx);  // refused: R2
  return XDP_DROP;
}

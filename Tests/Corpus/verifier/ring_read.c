#include "ring.h"

SEC("worker") int case_program(struct worker_ctx *ctx) {
  struct crossing *crossing = here();
  if (!crossing) return 0;
  return crossing->single.opaque[ctx->worker & 7] != 0;  // refused: bpf_spsc_ring cannot be accessed directly
}

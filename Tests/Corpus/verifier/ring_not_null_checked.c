#include "ring.h"

SEC("worker") int case_program(struct worker_ctx *ctx) {
  struct crossing *crossing = here();
  if (!crossing) return 0;
  bpf_co_resume(bpf_spsc_pop(&crossing->single));  // refused: Possibly NULL pointer
  return 1;
}

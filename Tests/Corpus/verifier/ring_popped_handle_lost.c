#include "ring.h"

SEC("worker") int case_program(struct worker_ctx *ctx) {
  struct crossing *crossing = here();
  if (!crossing) return 0;
  return bpf_mpsc_pop(&crossing->many) != 0;
}  // refused: Unreleased reference

#include "corpus.h"

BATON_HANDLES(pending, 8);

SEC("worker") int case_program(struct worker_ctx *ctx) {
  u64 forged = 0x1000;
  bpf_map_push_elem(&pending, &forged, 0);  // refused: cannot pass map_type
  return 0;
}

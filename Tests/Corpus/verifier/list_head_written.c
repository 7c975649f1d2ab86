#include "corpus.h"

SEC("worker") int case_program(struct worker_ctx *ctx) {
  u32 key = 0;
  struct place *place = bpf_map_lookup_elem(&places, &key);
  if (!place) return 0;
  place->head.opaque[0] = 0;  // refused: bpf_list_head cannot be accessed directly
  return 0;
}

#include "corpus.h"

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  u32 key = 0;
  struct place *place = bpf_map_lookup_elem(&places, &key);
  if (!place) return -1;
  bpf_spin_lock(&place->lock);
  bpf_list_push_back(&place->head, &handle->node);
  bpf_list_push_back(&place->head, &handle->node);  // refused: R2 type=scalar expected=node
  bpf_spin_unlock(&place->lock);
  return 0;
}

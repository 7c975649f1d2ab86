#include "corpus.h"

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  u32 key = 0;
  struct place *place = bpf_map_lookup_elem(&places, &key);
  if (!place) return -1;
  bpf_list_push_back(&place->head, &handle->node);  // refused: bpf_spin_lock at off=0 must be held
  return 0;
}

#include "corpus.h"

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  u32 first = 0, second = 1;
  struct place *one = bpf_map_lookup_elem(&places, &first);
  struct place *other = bpf_map_lookup_elem(&places, &second);
  if (!one || !other) return -1;
  bpf_spin_lock(&one->lock);
  bpf_list_push_back(&other->head, &handle->node);  // refused: bpf_spin_lock at off=0 must be held
  bpf_spin_unlock(&one->lock);
  return 0;
}

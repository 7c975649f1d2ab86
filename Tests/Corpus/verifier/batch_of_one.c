/// An array of one: compilers turn it into a variable, which they keep beside others in one slot.
#include "corpus.h"

enum { BATCH_COUNT = 1 };

static struct coroutine *take(struct place *place) {
  bpf_spin_lock(&place->lock);
  struct bpf_list_node *node = bpf_list_pop_front(&place->head);
  bpf_spin_unlock(&place->lock);
  return node ? container_of(node, struct coroutine, node) : 0;
}

SEC("worker") int case_program(struct worker_ctx *ctx) {
  struct coroutine *batch[BATCH_COUNT] = {};
  int count = 0;
  for (u32 number = 0; number < 4; number++) {
    u32 key = number;
    struct place *place = bpf_map_lookup_elem(&places, &key);
    if (!place) continue;
    while (count < BATCH_COUNT) {
      struct coroutine *handle = take(place);
      if (!handle) break;
      batch[count++] = handle;
    }
  }
  for (int index = 0; index < count; index++) bpf_co_resume(batch[index]);
  return count;
}

#include "tree.h"

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  struct ordered *everybody = tree();
  if (!everybody) return -1;
  bpf_spin_lock(&everybody->lock);
  struct bpf_rb_node *first = bpf_rbtree_first(&everybody->tree);
  if (first)
    bpf_co_destroy(container_of(first, struct coroutine, order));  // refused: while holding a lock
  bpf_spin_unlock(&everybody->lock);
  return -1;
}

#include "tree.h"

/// What an order is lent it may not give away.
static int less(struct bpf_rb_node *node, const struct bpf_rb_node *other) {
  bpf_co_destroy(container_of(node, struct coroutine, order));  // refused: not allowed while holding a lock
  return 0;
}

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  struct ordered *ordered = tree();
  if (!ordered) return -1;
  bpf_spin_lock(&ordered->lock);
  bpf_rbtree_add(&ordered->tree, &handle->order, less);
  bpf_spin_unlock(&ordered->lock);
  return 0;
}

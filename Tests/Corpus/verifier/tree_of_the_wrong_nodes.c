#include "tree.h"

static int less(struct bpf_rb_node *node, const struct bpf_rb_node *other) { return 0; }

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  struct ordered *ordered = tree();
  if (!ordered) return -1;
  bpf_spin_lock(&ordered->lock);
  bpf_rbtree_add(&ordered->tree, (void *)&handle->node, less);  // refused: expected=node at offset
  bpf_spin_unlock(&ordered->lock);
  return 0;
}

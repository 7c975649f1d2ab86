#include "tree.h"

struct ordered everybody SEC(".data.everybody");

static int less(struct bpf_rb_node *node, const struct bpf_rb_node *other) {
  bpf_rbtree_pop_first(&everybody.tree);  // refused: bpf_rbtree_pop_first not allowed in less cb
  return 0;
}

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  bpf_spin_lock(&everybody.lock);
  bpf_rbtree_add(&everybody.tree, &handle->order, less);
  bpf_spin_unlock(&everybody.lock);
  return 0;
}

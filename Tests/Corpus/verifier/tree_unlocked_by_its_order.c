#include "tree.h"

struct ordered everybody SEC(".data.everybody");

static int less(struct bpf_rb_node *node, const struct bpf_rb_node *other) {
  bpf_spin_unlock(&everybody.lock);  // refused: bpf_spin_unlock not allowed in less cb
  bpf_spin_lock(&everybody.lock);
  return 0;
}

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  bpf_spin_lock(&everybody.lock);
  bpf_rbtree_add(&everybody.tree, &handle->order, less);
  bpf_spin_unlock(&everybody.lock);
  return 0;
}

#include "tree.h"

SEC("worker") int case_program(struct worker_ctx *ctx) {
  struct ordered *everybody = tree();
  if (!everybody) return 0;
  bpf_spin_lock(&everybody->lock);
  struct bpf_rb_node *first = bpf_rbtree_first(&everybody->tree);
  if (first) bpf_rbtree_remove(&everybody->tree, first);
  bpf_spin_unlock(&everybody->lock);
  return 0;
}  // refused: Unreleased reference

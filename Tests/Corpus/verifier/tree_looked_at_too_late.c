#include "tree.h"

SEC("worker") int case_program(struct worker_ctx *ctx) {
  struct ordered *everybody = tree();
  if (!everybody) return 0;
  bpf_spin_lock(&everybody->lock);
  struct bpf_rb_node *first = bpf_rbtree_first(&everybody->tree);
  bpf_spin_unlock(&everybody->lock);
  if (!first) return 0;
  return container_of(first, struct coroutine, order)->argument != 0;  // refused: invalid mem access
}

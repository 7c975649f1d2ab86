#include "tree.h"

SEC("worker") int case_program(struct worker_ctx *ctx) {
  struct ordered *everybody = tree();
  if (!everybody) return 0;
  bpf_spin_lock(&everybody->lock);
  struct bpf_rb_node *first = bpf_rbtree_first(&everybody->tree);
  u64 argument = container_of(first, struct coroutine, order)->argument;  // refused: invalid mem access
  bpf_spin_unlock(&everybody->lock);
  return argument != 0;
}

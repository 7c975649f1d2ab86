#include "tree.h"

/// Takes out the first one only when its time has come.
SEC("worker") int case_program(struct worker_ctx *ctx) {
  struct ordered *everybody = tree();
  if (!everybody) return 0;
  struct bpf_rb_node *taken = 0;
  bpf_spin_lock(&everybody->lock);
  struct bpf_rb_node *first = bpf_rbtree_first(&everybody->tree);
  if (first && container_of(first, struct coroutine, order)->argument < ctx->pending)
    taken = bpf_rbtree_remove(&everybody->tree, first);
  bpf_spin_unlock(&everybody->lock);
  if (!taken) return 0;
  bpf_co_resume(container_of(taken, struct coroutine, order));
  return 1;
}

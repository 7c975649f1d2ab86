#include "tree.h"

SEC("worker") int case_program(struct worker_ctx *ctx) {
  struct ordered *ordered = tree();
  if (!ordered) return 0;
  struct bpf_rb_node *node = bpf_rbtree_pop_first(&ordered->tree);  // refused: must be held
  if (node) bpf_co_destroy(container_of(node, struct coroutine, order));
  return 0;
}

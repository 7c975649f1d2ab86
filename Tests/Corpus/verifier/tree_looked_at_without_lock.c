#include "tree.h"

SEC("worker") int case_program(struct worker_ctx *ctx) {
  struct ordered *everybody = tree();
  if (!everybody) return 0;
  return bpf_rbtree_first(&everybody->tree) != 0;  // refused: must be held
}

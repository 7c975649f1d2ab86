#include "tree.h"

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  struct ordered *everybody = tree();
  if (!everybody) return -1;
  bpf_spin_lock(&everybody->lock);
  bpf_rbtree_remove(&everybody->tree, &handle->order);  // refused: a node that lies in it
  bpf_spin_unlock(&everybody->lock);
  return -1;
}

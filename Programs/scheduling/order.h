/// Requests in an order that a number says: the least comes first.
#pragma once

#include "idle.h"

struct order {
  struct bpf_spin_lock lock;
  u32 count;
  struct bpf_rb_root tree __contains(coroutine, order);
};

BATON_MAP(orders, ARRAY, u32, struct order, 1);

static inline struct order *the_order(void) {
  u32 key = 0;
  return bpf_map_lookup_elem(&orders, &key);
}

static int comes_before(struct bpf_rb_node *node, const struct bpf_rb_node *other) {
  return container_of(node, struct coroutine, order)->user[0] <
         container_of(other, struct coroutine, order)->user[0];
}

/// Puts the request behind those whose number is less or the same, and wakes somebody for it.
static inline int put_in_order(struct coroutine *handle, u64 number) {
  struct order *order = the_order();
  if (!order) return -1;
  handle->user[0] = number;
  bpf_spin_lock(&order->lock);
  bpf_rbtree_add(&order->tree, &handle->order, comes_before);
  order->count++;
  bpf_spin_unlock(&order->lock);
  wake_idle();
  return 0;
}

static inline struct coroutine *take_least(struct order *order) {
  // A look is cheaper than a lock.
  if (order->count == 0) return 0;
  bpf_spin_lock(&order->lock);
  struct bpf_rb_node *node = bpf_rbtree_pop_first(&order->tree);
  if (node) order->count--;
  bpf_spin_unlock(&order->lock);
  return node ? container_of(node, struct coroutine, order) : 0;
}

/// Serves the request with the least number.
static inline int serve_least(struct worker_ctx *ctx) {
  struct order *order = the_order();
  struct coroutine *handle = order ? take_least(order) : 0;
  if (!handle) return be_idle(ctx->worker);
  bpf_co_resume(handle);
  return 1;
}

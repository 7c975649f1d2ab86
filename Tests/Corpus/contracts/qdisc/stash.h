/// A list that packets wait in, for programs that are about something else.
#pragma once

#include "qdisc_program.h"

struct bpf_spin_lock lock GUARDED(stash);
struct bpf_list_head packets GUARDED(stash) __contains(sk_buff, node);

/// A packet that is the program's then, or null.
INLINE struct sk_buff *taken(void) {
  bpf_spin_lock(&lock);
  struct bpf_list_node *node = bpf_list_pop_front(&packets);
  bpf_spin_unlock(&lock);
  return node ? CONTAINER_OF(node, sk_buff, node) : 0;
}

INLINE void put(struct sk_buff *skb) {
  bpf_spin_lock(&lock);
  bpf_list_push_back(&packets, &skb->node);
  bpf_spin_unlock(&lock);
}

#include "stash.h"

/// Which operation may call what (`bpf_qdisc_kfunc_filter`): each function, in each operation.

// In `enqueue`.

ENQUEUE(what_enqueue_may_call) {
  struct bpf_dynptr octets;
  bpf_dynptr_from_skb(skb, 0, &octets);
  bpf_qdisc_watchdog_schedule(sch, bpf_skb_get_hash(skb), 0);
  if (sch->limit) {
    bpf_qdisc_skb_drop(skb, to_free);
  } else {
    bpf_kfree_skb(skb);
  }
  return NET_XMIT_DROP;
}

ENQUEUE(bstats_in_enqueue) {
  bpf_qdisc_bstats_update(sch, skb);  // refused: is not allowed from a struct_ops/enqueue
  bpf_qdisc_skb_drop(skb, to_free);
  return NET_XMIT_DROP;
}

ENQUEUE(prologue_in_enqueue) {
  bpf_qdisc_init_prologue(sch, 0);  // refused: init_prologue is not allowed
  bpf_qdisc_skb_drop(skb, to_free);
  return NET_XMIT_DROP;
}

ENQUEUE(epilogue_in_enqueue) {
  bpf_qdisc_reset_destroy_epilogue(sch);  // refused: destroy_epilogue is not allowed
  bpf_qdisc_skb_drop(skb, to_free);
  return NET_XMIT_DROP;
}

// In `dequeue`.

DEQUEUE(what_dequeue_may_call) {
  struct bpf_dynptr octets;
  struct sk_buff *skb = taken();
  if (!skb) return 0;
  bpf_dynptr_from_skb(skb, 0, &octets);
  bpf_skb_get_hash(skb);
  bpf_qdisc_watchdog_schedule(sch, 1, 0);
  bpf_qdisc_bstats_update(sch, skb);
  bpf_kfree_skb(skb);
  return 0;
}

DEQUEUE(drop_in_dequeue) {
  struct sk_buff *skb = taken();
  if (!skb) return 0;
  bpf_qdisc_skb_drop(skb, 0);  // refused: is not allowed from a struct_ops/dequeue
  return 0;
}

DEQUEUE(prologue_in_dequeue) {
  bpf_qdisc_init_prologue(sch, 0);  // refused: init_prologue is not allowed
  return 0;
}

DEQUEUE(epilogue_in_dequeue) {
  bpf_qdisc_reset_destroy_epilogue(sch);  // refused: destroy_epilogue is not allowed
  return 0;
}

// In `init`.

INIT(what_init_may_call) {
  struct bpf_dynptr octets;
  struct sk_buff *skb = taken();
  if (!skb) return 0;
  bpf_dynptr_from_skb(skb, 0, &octets);
  bpf_skb_get_hash(skb);
  bpf_kfree_skb(skb);
  return 0;
}

INIT(drop_in_init) {
  struct sk_buff *skb = taken();
  if (!skb) return 0;
  bpf_qdisc_skb_drop(skb, 0);  // refused: is not allowed from a struct_ops/init
  return 0;
}

INIT(watchdog_in_init) {
  bpf_qdisc_watchdog_schedule(sch, 1, 0);  // refused: is not allowed from a struct_ops/init
  return 0;
}

INIT(bstats_in_init) {
  struct sk_buff *skb = taken();
  if (!skb) return 0;
  bpf_qdisc_bstats_update(sch, skb);  // refused: is not allowed from a struct_ops/init
  bpf_kfree_skb(skb);
  return 0;
}

INIT(prologue_in_init) {
  if (!extack) return 0;
  bpf_qdisc_init_prologue(sch, extack);  // refused: init_prologue is not allowed
  return 0;
}

INIT(epilogue_in_init) {
  bpf_qdisc_reset_destroy_epilogue(sch);  // refused: destroy_epilogue is not allowed
  return 0;
}

// In `reset`.

RESET(what_reset_may_call) {
  struct bpf_dynptr octets;
  struct sk_buff *skb = taken();
  if (!skb) return;
  bpf_dynptr_from_skb(skb, 0, &octets);
  bpf_skb_get_hash(skb);
  bpf_kfree_skb(skb);
}

RESET(drop_in_reset) {
  struct sk_buff *skb = taken();
  if (!skb) return;
  bpf_qdisc_skb_drop(skb, 0);  // refused: is not allowed from a struct_ops/reset
}

RESET(watchdog_in_reset) {
  bpf_qdisc_watchdog_schedule(sch, 1, 0);  // refused: is not allowed from a struct_ops/reset
}

RESET(bstats_in_reset) {
  struct sk_buff *skb = taken();
  if (!skb) return;
  bpf_qdisc_bstats_update(sch, skb);  // refused: is not allowed from a struct_ops/reset
  bpf_kfree_skb(skb);
}

RESET(prologue_in_reset) {
  bpf_qdisc_init_prologue(sch, 0);  // refused: init_prologue is not allowed
}

RESET(epilogue_in_reset) {
  bpf_qdisc_reset_destroy_epilogue(sch);  // refused: destroy_epilogue is not allowed
}

// In `destroy`.

DESTROY(what_destroy_may_call) {
  struct bpf_dynptr octets;
  struct sk_buff *skb = taken();
  if (!skb) return;
  bpf_dynptr_from_skb(skb, 0, &octets);
  bpf_skb_get_hash(skb);
  bpf_kfree_skb(skb);
}

DESTROY(drop_in_destroy) {
  struct sk_buff *skb = taken();
  if (!skb) return;
  bpf_qdisc_skb_drop(skb, 0);  // refused: is not allowed from a struct_ops/destroy
}

DESTROY(watchdog_in_destroy) {
  bpf_qdisc_watchdog_schedule(sch, 1, 0);  // refused: is not allowed from a struct_ops/destroy
}

DESTROY(bstats_in_destroy) {
  struct sk_buff *skb = taken();
  if (!skb) return;
  bpf_qdisc_bstats_update(sch, skb);  // refused: is not allowed from a struct_ops/destroy
  bpf_kfree_skb(skb);
}

DESTROY(prologue_in_destroy) {
  bpf_qdisc_init_prologue(sch, 0);  // refused: init_prologue is not allowed
}

DESTROY(epilogue_in_destroy) {
  bpf_qdisc_reset_destroy_epilogue(sch);  // refused: destroy_epilogue is not allowed
}

#include "stash.h"

/// What `dequeue` gives out: a packet that is the program's, which is then its caller's, or null.

// Accepted.

DEQUEUE(gives_none) { return 0; }

/// It may be null: so may the result.
DEQUEUE(gives_what_there_is) { return taken(); }

DEQUEUE(gives_the_second) {
  struct sk_buff *first = taken();
  struct sk_buff *second = taken();
  if (!second) return first;
  if (first) bpf_kfree_skb(first);
  return second;
}

DEQUEUE(puts_one_back) {
  struct sk_buff *skb = taken();
  if (skb && skb->tstamp > sch->limit) {
    bpf_qdisc_watchdog_schedule(sch, skb->tstamp, 0);
    put(skb);
    return 0;
  }
  return skb;
}

// Refused.

DEQUEUE(gives_what_it_freed) {
  struct sk_buff *skb = taken();
  if (!skb) return 0;
  bpf_kfree_skb(skb);
  return skb;
}  // refused: At program exit the register R0 is scalar

DEQUEUE(gives_what_it_keeps) {
  struct sk_buff *skb = taken();
  if (!skb) return 0;
  put(skb);
  return skb;
}  // refused: At program exit the register R0 is scalar

DEQUEUE(gives_the_discipline) {
  return (void *)sch;  // refused: At program exit the register R0 is ptr_Qdisc
}

DEQUEUE(gives_a_number) {
  return (void *)(u64)sch->limit;  // refused: At program exit the register R0 is scalar
}

DEQUEUE(gives_an_error) {
  return (void *)-1;  // refused: At program exit the register R0 is scalar
}

DEQUEUE(gives_one_of_two) {
  struct sk_buff *first = taken();
  struct sk_buff *second = taken();
  return second ? second : first;  // refused: Unreleased reference
}

DEQUEUE(gives_none_of_one) {
  struct sk_buff *skb = taken();
  if (skb && skb->len) return skb;
  return 0;
}  // refused: Unreleased reference

DEQUEUE(counts_what_may_be_null) {
  struct sk_buff *skb = taken();
  bpf_qdisc_bstats_update(sch, skb);  // refused: Possibly NULL pointer passed to trusted arg1
  return skb;
}

DEQUEUE(counts_null) {
  bpf_qdisc_bstats_update(sch, 0);  // refused: R2 type=scalar expected=ptr_sk_buff
  return 0;
}

DEQUEUE(counts_the_wrong_way_round) {
  struct sk_buff *skb = taken();
  if (!skb) return 0;
  bpf_qdisc_bstats_update((void *)skb, (void *)sch);  // refused: R1 type=ptr_sk_buff
  return skb;
}

DEQUEUE(counts_what_it_freed) {
  struct sk_buff *skb = taken();
  if (!skb) return 0;
  bpf_kfree_skb(skb);
  bpf_qdisc_bstats_update(sch, skb);  // refused: R2 type=scalar expected=ptr_sk_buff
  return 0;
}

DEQUEUE(reads_what_may_be_null) {
  struct sk_buff *skb = taken();
  sch->qstats.backlog -= skb->len;  // refused: invalid mem access 'ptr_or_null_sk_buff'
  return skb;
}

DEQUEUE(frees_what_may_be_null) {
  bpf_kfree_skb(taken());  // refused: Possibly NULL pointer passed to trusted arg0
  return 0;
}

DEQUEUE(puts_back_what_may_be_null) {
  struct sk_buff *skb = taken();
  bpf_spin_lock(&lock);
  bpf_list_push_front(&packets, &skb->node);  // refused: Possibly NULL pointer passed
  bpf_spin_unlock(&lock);
  return 0;
}

DEQUEUE(schedules_a_packet) {
  struct sk_buff *skb = taken();
  if (!skb) return 0;
  bpf_qdisc_watchdog_schedule((void *)skb, 1, 0);  // refused: R1 type=ptr_sk_buff
  return skb;
}

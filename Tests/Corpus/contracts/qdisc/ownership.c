#include "stash.h"

/// Who has a packet: `enqueue` its own, until it keeps it or drops it, and anybody what was taken
/// out of a list, until it goes back or is given up.

struct note {
  u64 text;
};

// Accepted.

ENQUEUE(dropped_at_once) {
  bpf_kfree_skb(skb);
  return NET_XMIT_DROP;
}

ENQUEUE(exchanged) {
  struct sk_buff *older = taken();
  put(skb);
  if (older) bpf_qdisc_skb_drop(older, to_free);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(looked_at_under_the_lock) {
  bpf_spin_lock(&lock);
  bpf_list_push_front(&packets, &skb->node);
  u32 length = skb->len;
  bpf_spin_unlock(&lock);
  sch->qstats.backlog += length;
  return NET_XMIT_SUCCESS;
}

static NOINLINE int kept(struct sk_buff *skb) {
  if (skb->len > 9000) return 0;
  put(skb);
  return 1;
}

ENQUEUE(kept_by_a_function) {
  if (kept(skb)) return NET_XMIT_SUCCESS;
  bpf_qdisc_skb_drop(skb, to_free);
  return NET_XMIT_DROP;
}

// Forgotten.

ENQUEUE(forgotten) {
  return NET_XMIT_SUCCESS;  // refused: the program still owns its sk_buff
}

ENQUEUE(forgotten_on_one_path) {
  if (sch->q_qlen < sch->limit) put(skb);
  return NET_XMIT_SUCCESS;  // refused: the program still owns its sk_buff
}

ENQUEUE(forgotten_when_it_is_said_to_be_dropped) {
  if (sch->q_qlen < sch->limit) {
    put(skb);
    return NET_XMIT_SUCCESS;
  }
  sch->qstats.drops++;
  return NET_XMIT_DROP;
}  // refused: the program still owns its sk_buff

ENQUEUE(another_one_forgotten) {
  taken();
  put(skb);
  return NET_XMIT_SUCCESS;  // refused: Unreleased reference
}

ENQUEUE(forgotten_by_a_function) {
  kept(skb);
  return NET_XMIT_SUCCESS;  // refused: the program still owns its sk_buff
}

ENQUEUE(forgotten_by_a_throw) {
  if (sch->limit) bpf_throw(0);  // refused: the program still owns its sk_buff
  bpf_kfree_skb(skb);
  return NET_XMIT_DROP;
}

static long frees(u32 index, void *packet) {
  bpf_kfree_skb(*(struct sk_buff **)packet);
  return 0;  // refused: a callback may not give away what its caller owns
}

ENQUEUE(freed_as_often_as_a_loop_runs) {
  struct sk_buff *packet = skb;
  bpf_loop(sch->limit, frees, &packet, 0);
  bpf_kfree_skb(skb);
  return NET_XMIT_DROP;
}

// Given up twice.

ENQUEUE(dropped_twice) {
  bpf_qdisc_skb_drop(skb, to_free);
  bpf_qdisc_skb_drop(skb, to_free);  // refused: R1 type=scalar expected=ptr_sk_buff
  return NET_XMIT_DROP;
}

ENQUEUE(freed_twice) {
  bpf_kfree_skb(skb);
  bpf_kfree_skb(skb);  // refused: R1 type=scalar expected=ptr_sk_buff
  return NET_XMIT_DROP;
}

ENQUEUE(freed_and_kept) {
  bpf_kfree_skb(skb);
  bpf_spin_lock(&lock);
  bpf_list_push_back(&packets, &skb->node);  // refused: R2 type=scalar expected=node at offset=0
  bpf_spin_unlock(&lock);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(kept_and_dropped) {
  put(skb);
  bpf_qdisc_skb_drop(skb, to_free);  // refused: R1 type=scalar expected=ptr_sk_buff
  return NET_XMIT_DROP;
}

ENQUEUE(kept_twice) {
  bpf_spin_lock(&lock);
  bpf_list_push_back(&packets, &skb->node);
  bpf_list_push_back(&packets, &skb->node);  // refused: R2 must be referenced
  bpf_spin_unlock(&lock);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(kept_twice_through_an_alias) {
  struct sk_buff *volatile alias = skb;
  put(skb);
  bpf_kfree_skb(alias);  // refused: R1 type=scalar expected=ptr_sk_buff
  return NET_XMIT_SUCCESS;
}

// Used afterwards.

ENQUEUE(hashed_when_it_is_dropped) {
  bpf_qdisc_skb_drop(skb, to_free);
  bpf_skb_get_hash(skb);  // refused: R1 type=scalar expected=ptr_sk_buff
  return NET_XMIT_DROP;
}

ENQUEUE(read_when_it_is_freed) {
  bpf_kfree_skb(skb);
  sch->qstats.backlog -= skb->len;  // refused: invalid mem access 'scalar'
  return NET_XMIT_DROP;
}

ENQUEUE(read_when_it_is_kept) {
  put(skb);
  sch->qstats.backlog += skb->len;  // refused: invalid mem access 'scalar'
  return NET_XMIT_SUCCESS;
}

ENQUEUE(written_when_it_is_freed) {
  bpf_kfree_skb(skb);
  skb->tstamp = 0;  // refused: invalid mem access 'scalar'
  return NET_XMIT_DROP;
}

ENQUEUE(octets_read_when_it_is_freed) {
  struct bpf_dynptr octets;
  bpf_dynptr_from_skb(skb, 0, &octets);
  u8 buffer[14];
  u8 *header = bpf_dynptr_slice(&octets, 0, buffer, sizeof buffer);
  bpf_kfree_skb(skb);
  return header ? header[0] : NET_XMIT_DROP;  // refused: invalid mem access 'scalar'
}

ENQUEUE(octets_read_when_it_is_dropped) {
  struct bpf_dynptr octets;
  bpf_dynptr_from_skb(skb, 0, &octets);
  u8 buffer[14];
  u8 *header = bpf_dynptr_slice(&octets, 0, buffer, sizeof buffer);
  bpf_qdisc_skb_drop(skb, to_free);
  return header ? header[0] : NET_XMIT_DROP;  // refused: invalid mem access 'scalar'
}

// Given to whom it is not for.

ENQUEUE(dropped_onto_the_stack) {
  struct bpf_sk_buff_ptr own = {0};
  bpf_qdisc_skb_drop(skb, &own);  // refused: R2 type=fp expected=ptr_bpf_sk_buff_ptr
  return NET_XMIT_DROP;
}

ENQUEUE(dropped_onto_the_discipline) {
  bpf_qdisc_skb_drop(skb, (void *)sch);  // refused: R2 type=ptr_Qdisc expected=ptr_bpf
  return NET_XMIT_DROP;
}

ENQUEUE(dropped_onto_itself) {
  bpf_qdisc_skb_drop(skb, (void *)skb);  // refused: R2 type=ptr_sk_buff expected=ptr_bpf
  return NET_XMIT_DROP;
}

ENQUEUE(dropped_onto_nothing) {
  bpf_qdisc_skb_drop(skb, 0);  // refused: R2 type=scalar expected=ptr_bpf_sk_buff_ptr
  return NET_XMIT_DROP;
}

struct bpf_sk_buff_ptr own_list;

ENQUEUE(dropped_onto_a_list_of_its_own) {
  bpf_qdisc_skb_drop(skb, &own_list);  // refused: R2 type=map_value expected=ptr_bpf_sk_buff_ptr
  return NET_XMIT_DROP;
}

ENQUEUE(list_dropped_for_the_packet) {
  bpf_qdisc_skb_drop((void *)to_free, to_free);  // refused: R1 type=ptr_bpf_sk_buff_ptr
  bpf_kfree_skb(skb);
  return NET_XMIT_DROP;
}

ENQUEUE(discipline_freed) {
  bpf_kfree_skb((void *)sch);  // refused: R1 type=ptr_Qdisc expected=ptr_sk_buff
  bpf_kfree_skb(skb);
  return NET_XMIT_DROP;
}

ENQUEUE(part_of_it_freed) {
  bpf_kfree_skb((void *)skb->cb_data);  // refused: R1 must have zero offset
  return NET_XMIT_DROP;
}

ENQUEUE(freed_as_an_object) {
  bpf_obj_drop(skb);  // refused: arg#0 expected pointer to allocated object
  return NET_XMIT_DROP;
}

ENQUEUE(object_freed_as_one) {
  struct note *note = bpf_obj_new(note);
  if (note) bpf_kfree_skb((void *)note);  // refused: R1 type=ptr_ expected=ptr_sk_buff
  bpf_kfree_skb(skb);
  return NET_XMIT_DROP;
}

ENQUEUE(freed_under_the_lock_that_lends_it) {
  bpf_spin_lock(&lock);
  bpf_list_push_back(&packets, &skb->node);
  bpf_kfree_skb(skb);  // refused: function calls are not allowed while holding a lock
  bpf_spin_unlock(&lock);
  return NET_XMIT_DROP;
}

ENQUEUE(discipline_hashed) {
  bpf_skb_get_hash((void *)sch);  // refused: R1 type=ptr_Qdisc expected=ptr_sk_buff
  bpf_kfree_skb(skb);
  return NET_XMIT_DROP;
}

ENQUEUE(packet_scheduled) {
  bpf_qdisc_watchdog_schedule((void *)skb, 1, 0);  // refused: R1 type=ptr_sk_buff
  bpf_kfree_skb(skb);
  return NET_XMIT_DROP;
}

ENQUEUE(number_scheduled) {
  bpf_qdisc_watchdog_schedule((void *)1, 1, 0);  // refused: R1 type=scalar expected=ptr_Qdisc
  bpf_kfree_skb(skb);
  return NET_XMIT_DROP;
}

ENQUEUE(part_of_the_discipline_scheduled) {
  bpf_qdisc_watchdog_schedule((void *)&sch->q_head, 1, 0);  // refused: R1
  bpf_kfree_skb(skb);
  return NET_XMIT_DROP;
}

ENQUEUE(octets_of_the_discipline) {
  struct bpf_dynptr octets;
  bpf_dynptr_from_skb((void *)sch, 0, &octets);  // refused: R1 type=ptr_Qdisc expected=ptr_sk_buff
  bpf_kfree_skb(skb);
  return NET_XMIT_DROP;
}

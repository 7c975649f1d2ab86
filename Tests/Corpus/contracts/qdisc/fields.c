#include "stash.h"

/// What may be written of the packet and of the discipline (`bpf_qdisc_btf_struct_access`). All may
/// be read.

#define ANY_STORE(type, pointer, offset) *(volatile type *)((char *)(pointer) + (offset)) = 1

/// In all operations, of whichever packet.
INLINE void writes_all(struct Qdisc *sch, struct sk_buff *skb) {
  skb->tstamp = 1;
  sch->limit = skb->len;
  sch->q_qlen = sch->flags;
  sch->qstats.qlen = 1;
  sch->qstats.backlog = 2;
  sch->qstats.drops = 3;
  sch->qstats.requeues = 4;
  sch->qstats.overlimits = 5;
}

ENQUEUE(enqueue_writes) {
  writes_all(sch, skb);
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(octets_written_in_parts) {
  ANY_STORE(u8, skb->cb_data, 0);
  ANY_STORE(u16, skb->cb_data, 2);
  ANY_STORE(u32, skb->cb_data, 4);
  ANY_STORE(u64, skb->cb_data, 8);
  ANY_STORE(u8, skb->cb_data, 19);
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(statistics_written_in_parts) {
  ANY_STORE(u8, &sch->qstats, 0);
  ANY_STORE(u16, &sch->qstats, 6);
  ANY_STORE(u64, &sch->qstats, 8);
  ANY_STORE(u8, &sch->qstats, 19);
  put(skb);
  return NET_XMIT_SUCCESS;
}

// Of the packet.

ENQUEUE(length_written) {
  skb->len = 1;  // refused: only read is supported into sk_buff
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(priority_written) {
  skb->priority = 1;  // refused: only read is supported into sk_buff
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(hash_written) {
  skb->hash = 1;  // refused: only read is supported into sk_buff
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(half_word_written) {
  skb->queue_mapping = 1;  // refused: only read is supported into sk_buff
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(pointer_written) {
  skb->sk = 0;  // refused: only read is supported into sk_buff
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(links_written) {
  skb->node.opaque[0] = 1;  // refused: only read is supported into sk_buff
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(stacks_octets_written) {
  skb->pkt_len = 1;  // refused: only read is supported into sk_buff
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(octets_behind_written) {
  ANY_STORE(u8, skb->cb_data, 20);  // refused: only read is supported into sk_buff
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(octets_across_the_end_written) {
  ANY_STORE(u64, skb->cb_data, 16);  // refused: only read is supported into sk_buff
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(octets_across_the_beginning_written) {
  ANY_STORE(u16, skb->cb_data, -1);  // refused: only read is supported into sk_buff
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(octets_at_a_variable_place_written) {
  skb->cb_data[bpf_skb_get_hash(skb) & 7] = 1;  // refused: pointer arithmetic on ptr_
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(time_written_from_within) {
  ANY_STORE(u32, &skb->tstamp, 4);  // refused: only read is supported into sk_buff
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(before_the_packet_written) {
  ANY_STORE(u64, skb, -8);  // refused: only read is supported into sk_buff
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(behind_the_packet_written) {
  ANY_STORE(u64, skb, 224);  // refused: only read is supported into sk_buff
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(length_counted_up) {
  __sync_fetch_and_add(&skb->len, 1);  // refused: is not allowed
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(length_written_by_a_call) {
  struct bpf_dynptr octets;
  bpf_dynptr_from_skb(skb, 0, &octets);
  bpf_dynptr_read(&skb->len, 4, &octets, 0, 0);  // refused: R1 type=ptr_sk_buff expected=fp
  put(skb);
  return NET_XMIT_SUCCESS;
}

// Of the discipline.

ENQUEUE(flags_written) {
  sch->flags = 1;  // refused: only read is supported into Qdisc
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(handle_written) {
  sch->handle = 1;  // refused: only read is supported into Qdisc
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(own_operation_written) {
  sch->dequeue = 0;  // refused: only read is supported into Qdisc
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(queue_head_written) {
  sch->q_head = 0;  // refused: only read is supported into Qdisc
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(queue_lock_written) {
  sch->q_lock = 1;  // refused: only read is supported into Qdisc
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(queue_length_and_lock_written) {
  ANY_STORE(u64, &sch->q_qlen, 0);  // refused: only read is supported into Qdisc
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(limit_written_from_within) {
  ANY_STORE(u16, &sch->limit, 2);  // refused: only read is supported into Qdisc
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(bytes_counted_by_hand) {
  sch->bstats[0] = 1;  // refused: only read is supported into Qdisc
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(statistics_across_the_end_written) {
  ANY_STORE(u64, &sch->qstats, 16);  // refused: only read is supported into Qdisc
  put(skb);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(list_to_free_written) {
  to_free->skb = 0;  // refused: only read is supported into bpf_sk_buff_ptr
  put(skb);
  return NET_XMIT_SUCCESS;
}

// In the other operations.

DEQUEUE(dequeue_writes) {
  struct sk_buff *skb = taken();
  if (skb) writes_all(sch, skb);
  return skb;
}

DEQUEUE(dequeue_writes_the_length) {
  struct sk_buff *skb = taken();
  if (skb) skb->len = 0;  // refused: only read is supported into sk_buff
  return skb;
}

INIT(init_writes) {
  struct sk_buff *skb = taken();
  if (!skb) return 0;
  writes_all(sch, skb);
  put(skb);
  return 0;
}

INIT(init_writes_an_attribute) {
  if (opt) opt->nla_len = 0;  // refused: only read is supported into nlattr
  return 0;
}

INIT(init_writes_the_flags) {
  sch->flags = 1;  // refused: only read is supported into Qdisc
  return 0;
}

RESET(reset_writes) {
  struct sk_buff *skb = taken();
  if (!skb) return;
  writes_all(sch, skb);
  put(skb);
}

RESET(reset_writes_the_flags) {
  sch->flags = 1;  // refused: only read is supported into Qdisc
}

DESTROY(destroy_writes) {
  struct sk_buff *skb = taken();
  if (!skb) return;
  writes_all(sch, skb);
  put(skb);
}

DESTROY(destroy_writes_the_flags) {
  sch->flags = 1;  // refused: only read is supported into Qdisc
}

#include "qdisc_program.h"

/// What is no business of a discipline's, and what `init` is given.

ENQUEUE(octets_stored_by_a_helper_of_others) {
  u8 octet = 0;
  bpf_skb_store_bytes(skb, 0, &octet, 1, 0);  // refused: cannot use helper bpf_skb_store_bytes#9
  bpf_kfree_skb(skb);
  return NET_XMIT_DROP;
}

struct {
  int (*type)[BPF_MAP_TYPE_PROG_ARRAY];
  int (*max_entries)[1];
  u32 *key;
  u32 *value;
} programs SEC(".maps");

ENQUEUE(goes_on_elsewhere) {
  bpf_tail_call(skb, &programs, 0);  // refused: R1 type=ptr_sk_buff expected=ctx
  bpf_kfree_skb(skb);
  return NET_XMIT_DROP;
}

ENQUEUE(sleeps) {
  u64 word;
  bpf_copy_from_user(&word, sizeof word, 0);  // refused: cannot use helper bpf_copy_from_user#148
  bpf_kfree_skb(skb);
  return NET_XMIT_DROP;
}

/// The packet's octets are read, and never written.
ENQUEUE(octets_written) {
  struct bpf_dynptr octets;
  u8 buffer[4] = {};
  bpf_dynptr_from_skb(skb, 0, &octets);
  u8 *header = bpf_dynptr_slice_rdwr(&octets, 0, buffer, 4);  // refused: does not allow writes
  if (header) header[0] = 0;
  bpf_kfree_skb(skb);
  return NET_XMIT_DROP;
}

ENQUEUE(read_octets_written) {
  struct bpf_dynptr octets;
  u8 buffer[4] = {};
  bpf_dynptr_from_skb(skb, 0, &octets);
  u8 *header = bpf_dynptr_slice(&octets, 0, buffer, 4);
  if (header) header[0] = 0;  // refused: cannot write into rdonly_mem
  bpf_kfree_skb(skb);
  return NET_XMIT_DROP;
}

/// A dynptr is the run time's own.
ENQUEUE(dynptr_overwritten) {
  struct bpf_dynptr octets;
  bpf_dynptr_from_skb(skb, 0, &octets);
  *(volatile u64 *)&octets = 1;
  u64 size = bpf_dynptr_size(&octets);  // refused: Expected an initialized dynptr as arg #0
  bpf_kfree_skb(skb);
  return size ? NET_XMIT_SUCCESS : NET_XMIT_DROP;
}

INIT(options_read) {
  if (opt && opt->nla_type > 4) return -22;
  sch->limit = opt ? opt->nla_len : 1000;
  return 0;
}

INIT(options_not_compared_with_null) {
  sch->limit = opt->nla_len;  // refused: invalid mem access 'ptr_or_null_nlattr'
  return 0;
}

INIT(read_behind_the_options) {
  return opt ? *((u16 *)opt + 2) : 0;  // refused: access beyond struct nlattr at off 4 size 2
}

INIT(read_behind_the_report) {
  return extack ? ((u64 *)extack)[1] != 0 : 0;  // refused: access beyond struct netlink_ext_ack
}

INIT(read_behind_the_discipline) {
  return *((volatile u32 *)sch + 100);  // refused: access beyond struct Qdisc at off 400 size 4
}

INIT(read_across_two_fields) {
  return *(volatile u64 *)&sch->flags == 0;  // refused: access beyond struct Qdisc at off 16 size 8
}

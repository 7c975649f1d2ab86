#include "qdisc_program.h"

/// One packet waits in a map, by a pointer that owns it.

struct place {
  struct sk_buff KPTR *skb;
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[1];
  u32 *key;
  struct place *value;
} places SEC(".maps");

INLINE struct place *place(void) {
  u32 key = 0;
  return bpf_map_lookup_elem(&places, &key);
}

/// Whoever waited there is dropped.
ENQUEUE(the_newest_waits) {
  struct place *there = place();
  if (!there) {
    bpf_qdisc_skb_drop(skb, to_free);
    return NET_XMIT_DROP;
  }
  struct sk_buff *displaced = bpf_kptr_xchg(&there->skb, skb);
  if (displaced) bpf_qdisc_skb_drop(displaced, to_free);
  return NET_XMIT_SUCCESS;
}

DEQUEUE(takes_it_out) {
  struct place *there = place();
  return there ? bpf_kptr_xchg(&there->skb, 0) : 0;
}

ENQUEUE(displaced_packet_lost) {
  struct place *there = place();
  if (!there) {
    bpf_qdisc_skb_drop(skb, to_free);
    return NET_XMIT_DROP;
  }
  bpf_kptr_xchg(&there->skb, skb);
  return NET_XMIT_SUCCESS;
}  // refused: Unreleased reference

ENQUEUE(used_when_it_waits) {
  struct place *there = place();
  if (!there) {
    bpf_qdisc_skb_drop(skb, to_free);
    return NET_XMIT_DROP;
  }
  struct sk_buff *displaced = bpf_kptr_xchg(&there->skb, skb);
  if (displaced) bpf_qdisc_skb_drop(displaced, to_free);
  return skb->len > 100;  // refused: invalid mem access 'scalar'
}

DEQUEUE(read_where_it_waits) {
  struct place *there = place();
  return there ? there->skb : 0;  // refused: At program exit
}

DEQUEUE(kept_where_it_was) {
  struct place *there = place();
  if (!there) return 0;
  struct sk_buff *skb = bpf_kptr_xchg(&there->skb, 0);
  if (skb) there->skb = skb;  // refused: store to referenced kptr disallowed
  return 0;
}

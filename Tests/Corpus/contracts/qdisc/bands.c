#include "qdisc_program.h"

/// Three bands by priority: the packets of one leave when those before have none. Which band a
/// packet was put into, its own octets say.

#define BAND_COUNT 3

struct band {
  struct bpf_spin_lock lock;
  struct bpf_list_head packets __contains(sk_buff, node);
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[BAND_COUNT];
  u32 *key;
  struct band *value;
} bands SEC(".maps");

INLINE struct sk_buff *taken_from(u32 index) {
  struct band *band = bpf_map_lookup_elem(&bands, &index);
  if (!band) return 0;
  bpf_spin_lock(&band->lock);
  struct bpf_list_node *node = bpf_list_pop_front(&band->packets);
  bpf_spin_unlock(&band->lock);
  return node ? CONTAINER_OF(node, sk_buff, node) : 0;
}

SEC("struct_ops/enqueue/bands")
int bands_enqueue(struct sk_buff *skb, struct Qdisc *sch, struct bpf_sk_buff_ptr *to_free) {
  u32 index = skb->priority < BAND_COUNT ? skb->priority : BAND_COUNT - 1;
  struct band *band = bpf_map_lookup_elem(&bands, &index);
  if (!band) {
    bpf_kfree_skb(skb);
    return NET_XMIT_DROP;
  }
  skb->cb_data[0] = index;
  sch->qstats.qlen++;
  bpf_spin_lock(&band->lock);
  bpf_list_push_back(&band->packets, &skb->node);
  bpf_spin_unlock(&band->lock);
  return NET_XMIT_SUCCESS;
}

SEC("struct_ops/dequeue/bands") struct sk_buff *bands_dequeue(struct Qdisc *sch) {
  for (u32 index = 0; index < BAND_COUNT; index++) {
    struct sk_buff *skb = taken_from(index);
    if (!skb) continue;
    if (skb->cb_data[0] != index) sch->qstats.requeues++;
    sch->qstats.qlen--;
    bpf_qdisc_bstats_update(sch, skb);
    return skb;
  }
  return 0;
}

SEC("struct_ops/reset/bands") void bands_reset(struct Qdisc *sch) {
  for (u32 index = 0; index < BAND_COUNT; index++) {
    for (u32 count = 0; count < 100; count++) {
      struct sk_buff *skb = taken_from(index);
      if (!skb) break;
      bpf_kfree_skb(skb);
    }
  }
}

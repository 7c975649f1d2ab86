#include "stash.h"

/// First in, first out: packets wait in the stash, as many as the discipline's limit says.

SEC("struct_ops/enqueue")
int fifo_enqueue(struct sk_buff *skb, struct Qdisc *sch, struct bpf_sk_buff_ptr *to_free) {
  if (sch->q_qlen >= sch->limit) {
    bpf_qdisc_skb_drop(skb, to_free);
    sch->qstats.drops++;
    return NET_XMIT_DROP;
  }
  u32 length = skb->pkt_len;
  put(skb);
  sch->q_qlen++;
  sch->qstats.backlog += length;
  return NET_XMIT_SUCCESS;
}

SEC("struct_ops/dequeue") struct sk_buff *fifo_dequeue(struct Qdisc *sch) {
  struct sk_buff *skb = taken();
  if (!skb) return 0;
  sch->qstats.backlog -= skb->pkt_len;
  sch->q_qlen--;
  bpf_qdisc_bstats_update(sch, skb);
  return skb;
}

SEC("struct_ops/init")
int fifo_init(struct Qdisc *sch, struct nlattr *opt, struct netlink_ext_ack *extack) {
  sch->limit = 1000;
  return 0;
}

static long drops_one(u32 index, void *unused) {
  struct sk_buff *skb = taken();
  if (!skb) return 1;
  bpf_kfree_skb(skb);
  return 0;
}

SEC("struct_ops/reset") void fifo_reset(struct Qdisc *sch) {
  bpf_loop(sch->q_qlen, drops_one, 0, 0);
  sch->q_qlen = 0;
  sch->qstats.backlog = 0;
}

SEC("struct_ops/destroy") void fifo_destroy(struct Qdisc *sch) {
  bpf_loop(sch->q_qlen, drops_one, 0, 0);
}

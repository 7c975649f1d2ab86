#include "qdisc_program.h"

/// Flows take turns: each is an object of its own with a list of packets, which a slot of the table
/// and the round refer to.

#define FLOW_COUNT 64
#define QUANTUM 3028

struct flow {
  struct bpf_spin_lock lock;
  struct bpf_list_head packets __contains(sk_buff, node);
  struct bpf_list_node node;
  struct bpf_refcount references;
  u32 length;
  s32 credit;
};

struct slot {
  struct flow KPTR *flow;
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[FLOW_COUNT];
  u32 *key;
  struct slot *value;
} slots SEC(".maps");

struct bpf_spin_lock round_lock GUARDED(round);
struct bpf_list_head waiting GUARDED(round) __contains(flow, node);

INLINE struct flow *flow_of(struct slot *slot) {
  struct flow *flow = bpf_kptr_xchg(&slot->flow, 0);
  return flow ? flow : bpf_obj_new(flow);
}

/// A flow that is in the round already stays where it is: the reference is let go.
INLINE void joins_round(struct flow *flow) {
  bpf_spin_lock(&round_lock);
  bpf_list_push_back(&waiting, &flow->node);
  bpf_spin_unlock(&round_lock);
}

INLINE struct flow *next_flow(void) {
  bpf_spin_lock(&round_lock);
  struct bpf_list_node *node = bpf_list_pop_front(&waiting);
  bpf_spin_unlock(&round_lock);
  return node ? CONTAINER_OF(node, flow, node) : 0;
}

INLINE struct sk_buff *next_packet(struct flow *flow) {
  bpf_spin_lock(&flow->lock);
  struct bpf_list_node *node = bpf_list_pop_front(&flow->packets);
  if (node) flow->length--;
  bpf_spin_unlock(&flow->lock);
  return node ? CONTAINER_OF(node, sk_buff, node) : 0;
}

SEC("struct_ops/enqueue/round_robin")
int round_robin_enqueue(struct sk_buff *skb, struct Qdisc *sch, struct bpf_sk_buff_ptr *to_free) {
  u32 index = bpf_skb_get_hash(skb) % FLOW_COUNT;
  struct slot *slot = bpf_map_lookup_elem(&slots, &index);
  struct flow *flow = slot ? flow_of(slot) : 0;
  if (!flow || !slot) {
    bpf_qdisc_skb_drop(skb, to_free);
    return NET_XMIT_DROP;
  }
  bpf_spin_lock(&flow->lock);
  flow->length++;
  bpf_list_push_back(&flow->packets, &skb->node);
  bpf_spin_unlock(&flow->lock);
  joins_round(bpf_refcount_acquire(flow));
  struct flow *other = bpf_kptr_xchg(&slot->flow, flow);
  if (other) bpf_obj_drop(other);
  sch->q_qlen++;
  return NET_XMIT_SUCCESS;
}

SEC("struct_ops/dequeue/round_robin") struct sk_buff *round_robin_dequeue(struct Qdisc *sch) {
  struct flow *flow = next_flow();
  if (!flow) return 0;
  if (flow->credit <= 0) {
    flow->credit += QUANTUM;
    joins_round(flow);
    bpf_qdisc_watchdog_schedule(sch, bpf_ktime_get_ns(), 0);
    return 0;
  }
  struct sk_buff *skb = next_packet(flow);
  if (!skb) {
    bpf_obj_drop(flow);
    return 0;
  }
  flow->credit -= skb->pkt_len;
  joins_round(flow);
  sch->q_qlen--;
  bpf_qdisc_bstats_update(sch, skb);
  return skb;
}

SEC("struct_ops/init/round_robin")
int round_robin_init(struct Qdisc *sch, struct nlattr *opt, struct netlink_ext_ack *extack) {
  return 0;
}

/// What a flow still holds goes with its last reference.
static long leaves_one(u32 index, void *unused) {
  struct flow *flow = next_flow();
  if (flow) bpf_obj_drop(flow);
  struct slot *slot = bpf_map_lookup_elem(&slots, &index);
  if (!slot) return 1;
  flow = bpf_kptr_xchg(&slot->flow, 0);
  if (flow) bpf_obj_drop(flow);
  return 0;
}

SEC("struct_ops/reset/round_robin") void round_robin_reset(struct Qdisc *sch) {
  bpf_loop(FLOW_COUNT, leaves_one, 0, 0);
  sch->q_qlen = 0;
}

SEC("struct_ops/destroy/round_robin") void round_robin_destroy(struct Qdisc *sch) {
  bpf_loop(FLOW_COUNT, leaves_one, 0, 0);
}

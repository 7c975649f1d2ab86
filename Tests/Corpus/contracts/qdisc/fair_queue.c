#include "qdisc_program.h"

/// A queue for each flow, which take turns in the order of time: nobody sends before the time that
/// its next packet may leave at, and of those who may, the one comes first who has waited longest.

#define FLOW_COUNT 256
#define FLOW_LIMIT 100
#define SLACK_NANOSECONDS 10000
/// What a byte costs, in nanoseconds: a flow that has sent waits for its packet's size.
#define BYTE_NANOSECONDS 8

/// The packets of the flows with one hash.
struct flow {
  struct bpf_spin_lock lock;
  struct bpf_list_head packets __contains(sk_buff, node);
  u32 length;
  u32 hasTurn;
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[FLOW_COUNT];
  u32 *key;
  struct flow *value;
} flows SEC(".maps");

/// A flow's place in the order: there is one for each that has packets.
struct turn {
  struct bpf_rb_node node;
  u64 time;
  u32 flow;
};

struct bpf_spin_lock turns_lock GUARDED(turns);
struct bpf_rb_root turns GUARDED(turns) __contains(turn, node);

static int comes_before(struct bpf_rb_node *one, const struct bpf_rb_node *other) {
  return CONTAINER_OF(one, turn, node)->time < CONTAINER_OF(other, turn, node)->time;
}

INLINE void add(struct turn *turn) {
  bpf_spin_lock(&turns_lock);
  bpf_rbtree_add(&turns, &turn->node, comes_before);
  bpf_spin_unlock(&turns_lock);
}

INLINE int give_turn(u32 index, u64 time) {
  struct turn *turn = bpf_obj_new(turn);
  if (!turn) return -1;
  turn->flow = index;
  turn->time = time;
  add(turn);
  return 0;
}

/// The first turn, when its time has come; else the time that it comes at, 0 where there is none.
INLINE struct turn *first_turn(u64 now, u64 *time) {
  struct bpf_rb_node *removed = 0;
  bpf_spin_lock(&turns_lock);
  struct bpf_rb_node *first = bpf_rbtree_first(&turns);
  *time = first ? CONTAINER_OF(first, turn, node)->time : 0;
  if (first && *time <= now) removed = bpf_rbtree_remove(&turns, first);
  bpf_spin_unlock(&turns_lock);
  return removed ? CONTAINER_OF(removed, turn, node) : 0;
}

INLINE struct sk_buff *next_packet(struct flow *flow, u32 *left) {
  bpf_spin_lock(&flow->lock);
  struct bpf_list_node *node = bpf_list_pop_front(&flow->packets);
  if (node) flow->length--;
  *left = flow->length;
  if (!*left) flow->hasTurn = 0;
  bpf_spin_unlock(&flow->lock);
  return node ? CONTAINER_OF(node, sk_buff, node) : 0;
}

SEC("struct_ops/enqueue/fair_queue")
int fair_queue_enqueue(struct sk_buff *skb, struct Qdisc *sch, struct bpf_sk_buff_ptr *to_free) {
  u32 index = bpf_skb_get_hash(skb) % FLOW_COUNT;
  struct flow *flow = bpf_map_lookup_elem(&flows, &index);
  if (!flow || flow->length >= FLOW_LIMIT || sch->q_qlen >= sch->limit) goto drop;
  u64 now = bpf_ktime_get_ns();
  u64 time = skb->tstamp > (s64)now ? skb->tstamp : now;
  if (!flow->hasTurn && give_turn(index, time)) goto drop;

  *(u64 *)skb->cb_data = time;
  sch->qstats.backlog += skb->pkt_len;
  sch->q_qlen++;
  bpf_spin_lock(&flow->lock);
  flow->length++;
  flow->hasTurn = 1;
  bpf_list_push_back(&flow->packets, &skb->node);
  bpf_spin_unlock(&flow->lock);
  return NET_XMIT_SUCCESS;

drop:
  sch->qstats.drops++;
  bpf_qdisc_skb_drop(skb, to_free);
  return NET_XMIT_DROP;
}

SEC("struct_ops/dequeue/fair_queue") struct sk_buff *fair_queue_dequeue(struct Qdisc *sch) {
  u64 now = bpf_ktime_get_ns();
  u64 time;
  struct turn *turn = first_turn(now, &time);
  if (!turn) {
    if (time) bpf_qdisc_watchdog_schedule(sch, time, SLACK_NANOSECONDS);
    return 0;
  }
  u32 left = 0;
  u32 index = turn->flow;
  struct flow *flow = bpf_map_lookup_elem(&flows, &index);
  struct sk_buff *skb = flow ? next_packet(flow, &left) : 0;
  u32 length = skb ? skb->pkt_len : 0;
  turn->time = now + (u64)length * BYTE_NANOSECONDS;
  if (left) {
    add(turn);
  } else {
    bpf_obj_drop(turn);
  }
  if (!skb) return 0;
  sch->qstats.backlog -= length;
  sch->q_qlen--;
  bpf_qdisc_bstats_update(sch, skb);
  return skb;
}

SEC("struct_ops/init/fair_queue")
int fair_queue_init(struct Qdisc *sch, struct nlattr *opt, struct netlink_ext_ack *extack) {
  if (opt && opt->nla_len > 4) return -22;
  sch->limit = FLOW_COUNT * FLOW_LIMIT;
  return 0;
}

static long empties_one(u32 index, void *unused) {
  u64 time;
  struct turn *turn = first_turn(~0ull, &time);
  if (turn) bpf_obj_drop(turn);
  struct flow *flow = bpf_map_lookup_elem(&flows, &index);
  for (u32 left = FLOW_LIMIT, round = 0; flow && left && round < FLOW_LIMIT; round++) {
    struct sk_buff *skb = next_packet(flow, &left);
    if (skb) bpf_kfree_skb(skb);
  }
  return 0;
}

SEC("struct_ops/reset/fair_queue") void fair_queue_reset(struct Qdisc *sch) {
  bpf_loop(FLOW_COUNT, empties_one, 0, 0);
  sch->q_qlen = 0;
  sch->qstats.backlog = 0;
}

SEC("struct_ops/destroy/fair_queue") void fair_queue_destroy(struct Qdisc *sch) {
  bpf_loop(FLOW_COUNT, empties_one, 0, 0);
}

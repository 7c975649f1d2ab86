#include "stash.h"

/// So many bytes in a second: who comes too early waits at the head of the list, and a timer comes
/// for it.

#define BYTE_NANOSECONDS 80

/// When the next packet may leave.
u64 next_time;

SEC("struct_ops/enqueue/shaper")
int shaper_enqueue(struct sk_buff *skb, struct Qdisc *sch, struct bpf_sk_buff_ptr *to_free) {
  u64 now = bpf_ktime_get_ns();
  if (sch->q_qlen >= sch->limit) {
    struct sk_buff *oldest = taken();
    if (oldest) bpf_qdisc_skb_drop(oldest, to_free);
  } else {
    sch->q_qlen++;
  }
  skb->tstamp = now;
  put(skb);
  if (next_time <= now) bpf_qdisc_watchdog_schedule(sch, now, 0);
  return NET_XMIT_SUCCESS;
}

SEC("struct_ops/dequeue/shaper") struct sk_buff *shaper_dequeue(struct Qdisc *sch) {
  struct sk_buff *skb = taken();
  if (!skb) return 0;
  u64 now = bpf_ktime_get_ns();
  if (next_time > now) {
    bpf_qdisc_watchdog_schedule(sch, next_time, 0);
    bpf_spin_lock(&lock);
    bpf_list_push_front(&packets, &skb->node);
    bpf_spin_unlock(&lock);
    return 0;
  }
  next_time = now + (u64)skb->pkt_len * BYTE_NANOSECONDS;
  sch->q_qlen--;
  bpf_qdisc_bstats_update(sch, skb);
  return skb;
}

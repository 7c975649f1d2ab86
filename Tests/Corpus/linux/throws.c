#include "linux_program.h"

TABLE(table);

NOINLINE int handle(u64 cookie) { return (int)cookie; }

static NOINLINE int maybe(struct __sk_buff *skb) {
  if (skb->len > 100) bpf_throw(7);
  return 1;
}

EXCEPTION_CALLBACK(handle) SEC("tc") int throws_from_below(struct __sk_buff *skb) {
  return maybe(skb);
}

SEC("tc") int throws_under_a_lock(struct __sk_buff *skb) {
  u32 key = 0;
  struct entry *entry = bpf_map_lookup_elem(&table, &key);
  if (!entry) return 0;
  bpf_spin_lock(&entry->lock);
  bpf_throw(0);  // refused: function calls are not allowed while holding a lock
  return 0;
}

SEC("tc") int throws_in_a_section(struct __sk_buff *skb) {
  bpf_rcu_read_lock();
  if (skb->len) bpf_throw(0);  // refused: bpf_throw cannot be used inside bpf_rcu_read_lock-ed region
  bpf_rcu_read_unlock();
  return 0;
}

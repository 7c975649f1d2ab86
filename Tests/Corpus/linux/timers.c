#include "linux_program.h"

TABLE(table);
TABLE(other);

static NOINLINE int again(void *map, u32 *key, struct entry *entry) {
  return bpf_timer_set_callback(&entry->timer, again) < 0 ? 0 : 0;
}

SEC("tc") int runs_again(struct __sk_buff *skb) {
  u32 key = 0;
  struct entry *entry = bpf_map_lookup_elem(&table, &key);
  if (!entry || bpf_timer_init(&entry->timer, &table, 0)) return 0;
  return (int)bpf_timer_set_callback(&entry->timer, again);
}

SEC("tc") int of_another_map(struct __sk_buff *skb) {
  u32 key = 0;
  struct entry *entry = bpf_map_lookup_elem(&table, &key);
  if (!entry) return 0;
  bpf_timer_init(&entry->timer, &other, 0);  // refused: timer pointer in R1 map_uid=
  return 0;
}

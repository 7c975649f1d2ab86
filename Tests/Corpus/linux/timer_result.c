#include "linux_program.h"

TABLE(table);

static NOINLINE int one(void *map, u32 *key, struct entry *entry) {
  return 1;  // refused: At async callback return the register R0 has smin=1 smax=1 should have been in [0, 0]
}

SEC("tc") int returns_one(struct __sk_buff *skb) {
  u32 key = 0;
  struct entry *entry = bpf_map_lookup_elem(&table, &key);
  if (!entry) return 0;
  bpf_timer_set_callback(&entry->timer, one);
  return 0;
}

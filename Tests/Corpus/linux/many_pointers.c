#include "linux_program.h"

/// Of so many pointers in a value, Linux looks at none: they are octets like others.
struct target {
  u32 number;
};
struct row {
  struct target __attribute__((btf_type_tag("kptr"))) *pointers[200000];
};

static void *(*const bpf_kptr_xchg)(void *, void *) = (void *)194;

struct {
  int (*type)[2];
  int (*max_entries)[1];
  u32 *key;
  struct row *value;
} rows SEC(".maps");

SEC("tc") int reads_one(struct __sk_buff *skb) {
  u32 key = 0;
  struct row *row = bpf_map_lookup_elem(&rows, &key);
  return row ? (u64)row->pointers[7] != 0 : 0;
}

SEC("tc") int exchanges_one(struct __sk_buff *skb) {
  u32 key = 0;
  struct row *row = bpf_map_lookup_elem(&rows, &key);
  if (row) bpf_kptr_xchg(&row->pointers[7], 0);  // refused: doesn't point to kptr
  return 0;
}

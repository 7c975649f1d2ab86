/// What a function returns that goes on in another program is that program's result: any number.
#include "corpus.h"

BATON_MAP(programs, PROG_ARRAY, u32, u32, 1);

struct row {
  u8 octets[16];
};
BATON_MAP(rows, ARRAY, u32, struct row, 1);

static __attribute__((noinline)) u64 go_on(struct xdp_md *ctx) {
  u64 result;
  bpf_tail_call(ctx, &programs, 0);
  // The compiler would tell the caller.
  asm volatile("%0 = 3" : "=r"(result));
  return result;
}

SEC("xdp") int case_program(struct xdp_md *ctx) {
  u32 key = 0;
  struct row *row = bpf_map_lookup_elem(&rows, &key);
  if (!row) return XDP_DROP;
  u64 index = go_on(ctx);
  return row->octets[index];  // refused: register with unbounded min value
}

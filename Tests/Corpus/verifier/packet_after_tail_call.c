/// The other program may have moved the packet before it returned.
#include "corpus.h"

BATON_MAP(programs, PROG_ARRAY, u32, u32, 1);

static __attribute__((noinline)) int go_on(struct xdp_md *ctx) {
  bpf_tail_call(ctx, &programs, 0);
  return 0;
}

SEC("xdp") int case_program(struct xdp_md *ctx) {
  u8 *data = (void *)(long)ctx->data;
  if (data + 14 > (u8 *)(long)ctx->data_end) return XDP_DROP;
  go_on(ctx);
  return *data;  // refused: invalid mem access 'scalar'
}

/// Tail calls: a chain of programs, one that calls itself 33 times, a call of nothing.
#include "check.h"

int last(struct xdp_md *ctx);
int again(struct xdp_md *ctx);

struct {
  int(*type)[BPF_MAP_TYPE_PROG_ARRAY];
  int(*max_entries)[3];
  int(*key_size)[4];
  int (*values[])(struct xdp_md *);
} programs SEC(".maps") = {.values = {[0] = &last, [1] = &again}};

BATON_MAP(counts, ARRAY, u32, u64, 1);

static u64 *count(void) {
  u32 key = 0;
  return bpf_map_lookup_elem(&counts, &key);
}

SEC("xdp") int program(struct xdp_md *ctx) {
  u64 *calls = count();
  CHECK(calls);
  *calls = 0;
  bpf_tail_call(ctx, &programs, 2);
  bpf_tail_call(ctx, &programs, 3);
  bpf_tail_call(ctx, &programs, 1);
  return XDP_ABORTED;
}

SEC("xdp") int again(struct xdp_md *ctx) {
  u64 *calls = count();
  CHECK(calls);
  *calls += 1;
  bpf_tail_call(ctx, &programs, 1);
  // Too often: the last one goes on.
  return *calls == 33 ? XDP_PASS : XDP_ABORTED;
}

SEC("xdp") int last(struct xdp_md *ctx) { return XDP_PASS; }

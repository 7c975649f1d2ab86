/// Tail calls out of the innermost of several functions, whose callers all wait: as many as there can be, with
/// large stacks. kernel: no, it gives such functions 256 octets together
#include "check.h"

int program(struct xdp_md *ctx);

struct {
  int(*type)[BPF_MAP_TYPE_PROG_ARRAY];
  int(*max_entries)[1];
  int(*key_size)[4];
  int (*values[])(struct xdp_md *);
} programs SEC(".maps") = {.values = {[0] = &program}};

BATON_MAP(counts, ARRAY, u32, u64, 1);

#define LEVEL(name, next)                                          \
  static __attribute__((noinline)) u64 name(struct xdp_md *ctx) {  \
    volatile u64 room[60];                                         \
    for (int index = 0; index < 60; index++) room[index] = index;  \
    u64 below = next;                                              \
    return below + room[59] + room[0];                             \
  }

static __attribute__((noinline)) u64 innermost(struct xdp_md *ctx) {
  u32 key = 0;
  u64 *calls = bpf_map_lookup_elem(&counts, &key);
  if (!calls) return 0;
  *calls += 1;
  bpf_tail_call(ctx, &programs, 0);
  u64 result;
  // The compiler would tell the caller.
  asm volatile("%0 = 0" : "=r"(result));
  return result;
}
LEVEL(sixth, innermost(ctx))
LEVEL(fifth, sixth(ctx))
LEVEL(fourth, fifth(ctx))
LEVEL(third, fourth(ctx))
LEVEL(second, third(ctx))
LEVEL(first, second(ctx))

/// The last of 34 programs returns to its own callers, which return to those of the one before.
SEC("xdp") int program(struct xdp_md *ctx) {
  u64 sum = first(ctx);
  u32 key = 0;
  u64 *calls = bpf_map_lookup_elem(&counts, &key);
  CHECK(calls);
  // What the program before gets is an action, and no sum.
  CHECK(sum == 6 * 59 || sum == 6 * 59 + XDP_PASS);
  if (*calls % 34 != 0) return XDP_ABORTED;
  return XDP_PASS;
}

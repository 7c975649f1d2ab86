#include "lean_program.h"

/// The same mistakes where the values took another way.

__program("datapath") int through_an_alias(struct xdp_md *ctx) {
  HEADERS(ctx)
  struct xdp_md *alias = ctx;
  __asm__ volatile("" : "+r"(alias));
  if (ip_rcv(alias, iph) < 0) return XDP_DROP;
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;  // refused: R1 is xdp_md<PostIP>, and ip_rcv needs xdp_md<Raw>
  return XDP_PASS;
}

__program("datapath") int through_a_spilled_register(struct xdp_md *ctx) {
  HEADERS(ctx)
  struct xdp_md *volatile spilled = ctx;
  if (ip_rcv(spilled, iph) < 0) return XDP_DROP;
  struct socket *volatile spilled_socket = sk_lookup(spilled);
  struct socket *sk = spilled_socket;
  if (!sk) return XDP_PASS;
  int result = tcp_rcv(spilled, th);  // refused: socket<'a>::lock must be held
  socket_put(sk);
  return result < 0 ? XDP_DROP : XDP_PASS;
}

BATON_MAP(kept, ARRAY, u32, u64, 1);

__program("datapath") int through_a_map_value(struct xdp_md *ctx) {
  HEADERS(ctx)
  u32 key = 0;
  u64 *value = bpf_map_lookup_elem(&kept, &key);
  if (!value) return XDP_DROP;
  *(volatile u64 *)value = (u64)ctx;
  struct xdp_md *stored = (struct xdp_md *)*(volatile u64 *)value;
  if (ip_rcv(stored, iph) < 0) return XDP_DROP;  // refused: R1 type=scalar expected=ptr_xdp_md
  return XDP_PASS;
}

__program("datapath") int in_a_loop(struct xdp_md *ctx) {
  HEADERS(ctx)
  for (int round = 0; round < 2; round++) {
    __asm__ volatile("" : "+r"(round));
    if (ip_rcv(ctx, iph) < 0) return XDP_DROP;  // refused: R1 is xdp_md<PostIP>, and ip_rcv needs xdp_md<Raw>
  }
  return XDP_PASS;
}

struct both {
  struct xdp_md *ctx;
  struct iphdr *iph;
};

static long receives(u64 index, void *context) {
  struct both *both = context;
  return ip_rcv(both->ctx, both->iph) < 0;  // refused: R1 is xdp_md<PostIP>, and ip_rcv needs xdp_md<Raw>
}

__program("datapath") int in_a_callback(struct xdp_md *ctx) {
  HEADERS(ctx)
  struct both both = {ctx, iph};
  bpf_loop(2, receives, &both, 0);
  return XDP_PASS;
}

static NOINLINE int looked_up(struct xdp_md *ctx, struct iphdr *iph, struct socket **sk) {
  if (ip_rcv(ctx, iph) < 0) return -1;
  *sk = sk_lookup(ctx);
  return *sk ? 0 : -1;
}

__program("datapath") int in_a_function(struct xdp_md *ctx) {
  HEADERS(ctx)
  struct socket *sk = 0;
  if (looked_up(ctx, iph, &sk) < 0) return XDP_DROP;
  int result = tcp_rcv(ctx, th);  // refused: socket<'a>::lock must be held
  socket_put(sk);
  return result < 0 ? XDP_DROP : XDP_PASS;
}

/// What the programs of this folder have in common: a packet on its way to its socket.
#pragma once

#include "lean.h"

#define NOINLINE __attribute__((noinline))

/// Gives a packet to its socket, whose lock is taken; answers what the program returns.
static inline __attribute__((always_inline)) int receive(struct xdp_md *ctx, struct tcphdr *th,
                                                  struct socket *sk) {
  int result = tcp_rcv(ctx, th);
  if (result == 0) queue_to_socket(sk, ctx);
  socket_unlock(sk);
  socket_put(sk);
  return result == 0 ? 0 : XDP_DROP;
}

#define HEADERS(ctx)                     \
  struct iphdr *iph = ip_hdr(ctx);       \
  struct tcphdr *th = tcp_hdr(ctx);      \
  if (!iph || !th) return XDP_DROP;

/// What the programs of this folder have in common: Baton's own steps of a packet to its socket.
#pragma once

#include "netstack.h"

#define NOINLINE __attribute__((noinline))

/// Gives a packet to its socket, which is locked; what the program returns.
static inline __attribute__((always_inline)) int receive_segment(struct xdp_md *ctx, struct tcphdr *th,
                                                          struct socket *sk) {
  int result = tcp_rcv(ctx, th);
  if (result == 0) queue_to_socket(sk, ctx);
  socket_unlock(sk);
  socket_put(sk);
  return result == 0 ? 0 : XDP_DROP;
}

/// The headers, and the packet behind the network layer.
#define BEHIND_IP(ctx)                                \
  struct iphdr *iph = ip_hdr(ctx);                    \
  struct tcphdr *th = tcp_hdr(ctx);                   \
  if (!iph || !th || ip_rcv(ctx, iph) < 0) return XDP_PASS;

/// The same, and its socket.
#define BOUND(ctx)                     \
  BEHIND_IP(ctx)                       \
  struct socket *sk = sk_lookup(ctx);  \
  if (!sk) return XDP_PASS;

/// The headers of an IPv6 datagram.
#define IPV6(ctx)                        \
  struct ipv6hdr *ip6h = ip6_hdr(ctx);   \
  struct tcphdr *th = tcp_hdr(ctx);      \
  if (!ip6h || !th) return XDP_PASS;

/// Another packet, behind the network layer, or none.
static inline __attribute__((always_inline)) struct xdp_md *another(struct xdp_md *ctx) {
  struct xdp_md *other = bpf_packet_copy(ctx);
  if (!other) return 0;
  struct iphdr *iph = ip_hdr(other);
  if (iph && ip_rcv(other, iph) == 0) return other;
  bpf_packet_drop(other);
  return 0;
}

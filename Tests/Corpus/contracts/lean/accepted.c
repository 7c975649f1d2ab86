#include "lean_program.h"

/// Headers first, or each where it is needed.
__program("datapath") int headers_when_they_are_needed(struct xdp_md *ctx) {
  struct iphdr *iph = ip_hdr(ctx);
  if (!iph || ip_rcv(ctx, iph) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  struct tcphdr *th = tcp_hdr(ctx);
  if (!th) {
    socket_put(sk);
    return XDP_DROP;
  }
  socket_lock(sk);
  return receive(ctx, th, sk);
}

/// Two correct orders of the same steps.
__program("datapath") int two_orders(struct xdp_md *ctx) {
  HEADERS(ctx)
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  int result;
  if (ctx->rx_queue_index) {
    socket_lock(sk);
    result = tcp_rcv(ctx, th);
    if (result == 0) queue_to_socket(sk, ctx);
    socket_unlock(sk);
  } else {
    socket_lock(sk);
    result = tcp_rcv(ctx, th);
    socket_unlock(sk);
    socket_lock(sk);
    if (result == 0) queue_to_socket(sk, ctx);
    socket_unlock(sk);
  }
  socket_put(sk);
  return result == 0 ? 0 : XDP_DROP;
}

/// Generic in the packet: it is called for two.
static NOINLINE struct socket *socket_of(struct xdp_md *ctx) {
  struct iphdr *iph = ip_hdr(ctx);
  if (!iph || ip_rcv(ctx, iph) < 0) return 0;
  return sk_lookup(ctx);
}

__program("datapath") int two_packets(struct xdp_md *ctx) {
  struct tcphdr *th = tcp_hdr(ctx);
  struct socket *sk = socket_of(ctx);
  struct xdp_md *other = packet_next();
  if (other) {
    struct socket *other_sk = socket_of(other);
    if (other_sk) {
      socket_lock(other_sk);
      socket_unlock(other_sk);
      socket_put(other_sk);
    }
    bpf_packet_drop(other);
  }
  if (!sk) return XDP_DROP;
  if (!th) {
    socket_put(sk);
    return XDP_DROP;
  }
  socket_lock(sk);
  return receive(ctx, th, sk);
}

/// Each packet of a batch is an instance of its own.
__program("datapath") int a_batch_in_a_loop(struct xdp_md *ctx) {
  for (int count = 0; count < 8; count++) {
    __asm__ volatile("" : "+r"(count));
    struct xdp_md *next = packet_next();
    if (!next) break;
    struct tcphdr *th = tcp_hdr(next);
    struct socket *sk = th ? socket_of(next) : 0;
    if (!sk) {
      bpf_packet_drop(next);
      continue;
    }
    socket_lock(sk);
    if (tcp_rcv(next, th) == 0) {
      queue_to_socket(sk, next);
    } else {
      bpf_packet_drop(next);
    }
    socket_unlock(sk);
    socket_put(sk);
  }
  return XDP_DROP;
}


/// All of a batch are held at once.
__program("datapath") int a_batch_at_once(struct xdp_md *ctx) {
  struct xdp_md *first = packet_next();
  struct xdp_md *second = packet_next();
  struct socket *first_sk = first ? socket_of(first) : 0;
  struct socket *second_sk = second ? socket_of(second) : 0;
  if (second_sk) socket_put(second_sk);
  if (first_sk) socket_put(first_sk);
  if (second) bpf_packet_drop(second);
  if (first) bpf_packet_drop(first);
  return XDP_DROP;
}

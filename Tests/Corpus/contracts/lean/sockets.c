#include "lean_program.h"

__program("datapath") int header_not_compared_with_null(struct xdp_md *ctx) {
  struct iphdr *iph = ip_hdr(ctx);
  ip_rcv(ctx, iph);  // refused: Possibly NULL pointer passed
  return XDP_DROP;
}

__program("datapath") int socket_not_compared_with_null(struct xdp_md *ctx) {
  HEADERS(ctx)
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);
  socket_lock(sk);  // refused: R1 type=scalar expected=ptr_socket
  return receive(ctx, th, sk);
}

__program("datapath") int socket_used_after_its_release(struct xdp_md *ctx) {
  HEADERS(ctx)
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  socket_put(sk);
  socket_lock(sk);  // refused: R1 type=scalar expected=ptr_socket
  socket_unlock(sk);
  return XDP_DROP;
}

__program("datapath") int socket_kept(struct xdp_md *ctx) {
  HEADERS(ctx)
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;
  sk_lookup(ctx);
  return XDP_PASS;
}  // refused: Unreleased reference

__program("datapath") int packet_used_when_it_is_queued(struct xdp_md *ctx) {
  HEADERS(ctx)
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  socket_lock(sk);
  int result = tcp_rcv(ctx, th);
  if (result == 0) {
    queue_to_socket(sk, ctx);
    ip_hdr(ctx);  // refused: R1 type=scalar expected=ptr_xdp_md
  }
  socket_unlock(sk);
  socket_put(sk);
  return result == 0 ? 0 : XDP_DROP;
}

__program("datapath") int header_used_when_its_packet_is_queued(struct xdp_md *ctx) {
  HEADERS(ctx)
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  u16 port = 0;
  socket_lock(sk);
  int result = tcp_rcv(ctx, th);
  if (result == 0) {
    queue_to_socket(sk, ctx);
    port = *(volatile u16 *)&th->source;  // refused: invalid mem access 'scalar'
  }
  socket_unlock(sk);
  socket_put(sk);
  return result == 0 && port != 1 ? 0 : XDP_DROP;
}

__program("datapath") int header_used_when_its_packet_moved(struct xdp_md *ctx) {
  HEADERS(ctx)
  bpf_xdp_adjust_head(ctx, 14);
  return iph->protocol == 6 ? XDP_PASS : XDP_DROP;  // refused: invalid mem access 'scalar'
}

__program("datapath") int headers_of_two_packets_swapped(struct xdp_md *ctx) {
  struct xdp_md *other = packet_next();
  if (!other) return XDP_DROP;
  struct iphdr *other_iph = ip_hdr(other);
  int result = other_iph ? ip_rcv(ctx, other_iph) : -1;  // refused: R2 is not of the same 'a as R1
  bpf_packet_drop(other);
  return result < 0 ? XDP_DROP : XDP_PASS;
}

__program("datapath") int packet_given_to_another_packets_socket(struct xdp_md *ctx) {
  HEADERS(ctx)
  struct xdp_md *other = packet_next();
  if (!other) return XDP_DROP;
  struct iphdr *other_iph = ip_hdr(other);
  if (!other_iph || ip_rcv(other, other_iph) < 0 || ip_rcv(ctx, iph) < 0) {
    bpf_packet_drop(other);
    return XDP_DROP;
  }
  struct socket *sk = sk_lookup(ctx);
  struct socket *other_sk = sk_lookup(other);
  bpf_packet_drop(other);
  int is_queued = 0;
  if (sk && other_sk) {
    socket_lock(sk);
    if (tcp_rcv(ctx, th) == 0) {
      queue_to_socket(other_sk, ctx);  // refused: R2 is not of the same 'a as R1
      is_queued = 1;
    }
    socket_unlock(sk);
  }
  if (sk) socket_put(sk);
  if (other_sk) socket_put(other_sk);
  return is_queued ? 0 : XDP_DROP;
}

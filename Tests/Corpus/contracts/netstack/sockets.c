#include "steps.h"

__program("datapath") int header_not_compared_with_null(struct xdp_md *ctx) {
  struct iphdr *iph = ip_hdr(ctx);
  ip_rcv(ctx, iph);  // refused: Possibly NULL pointer passed
  return XDP_DROP;
}

__program("datapath") int socket_not_compared_with_null(struct xdp_md *ctx) {
  BEHIND_IP(ctx)
  struct socket *sk = sk_lookup(ctx);
  socket_lock(sk);  // refused: R1 type=scalar expected=ptr_socket
  return receive_segment(ctx, th, sk);
}

__program("datapath") int socket_not_put(struct xdp_md *ctx) {
  BEHIND_IP(ctx)
  sk_lookup(ctx);
  return XDP_PASS;
}  // refused: Unreleased reference

__program("datapath") int socket_not_put_on_one_path(struct xdp_md *ctx) {
  BOUND(ctx)
  socket_lock(sk);
  int result = tcp_rcv(ctx, th);
  if (result == 0) queue_to_socket(sk, ctx);
  socket_unlock(sk);
  if (result < 0) return XDP_DROP;
  socket_put(sk);
  return 0;
}  // refused: Unreleased reference

__program("datapath") int socket_used_after_it_was_put(struct xdp_md *ctx) {
  BOUND(ctx)
  socket_put(sk);
  socket_lock(sk);  // refused: R1 type=scalar expected=ptr_socket
  socket_unlock(sk);
  return XDP_DROP;
}

__program("datapath") int socket_put_twice(struct xdp_md *ctx) {
  BOUND(ctx)
  socket_put(sk);
  socket_put(sk);  // refused: R1 type=scalar expected=ptr_socket
  return XDP_DROP;
}

__program("datapath") int socket_looked_into(struct xdp_md *ctx) {
  BOUND(ctx)
  u64 lock = *(volatile u64 *)&sk->lock;  // refused: socket::lock cannot be accessed directly
  socket_put(sk);
  return lock ? XDP_DROP : XDP_PASS;
}

__program("datapath") int packet_used_when_it_is_queued(struct xdp_md *ctx) {
  BOUND(ctx)
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
  BOUND(ctx)
  u8 first = 0;
  socket_lock(sk);
  int result = tcp_rcv(ctx, th);
  if (result == 0) {
    queue_to_socket(sk, ctx);
    first = *(volatile u8 *)th;  // refused: invalid mem access 'scalar'
  }
  socket_unlock(sk);
  socket_put(sk);
  return result == 0 && first != 1 ? 0 : XDP_DROP;
}

__program("datapath") int header_used_when_its_packet_moved(struct xdp_md *ctx) {
  BEHIND_IP(ctx)
  bpf_xdp_adjust_head(ctx, 14);
  return *(volatile u8 *)&iph->protocol == 6 ? XDP_PASS : XDP_DROP;  // refused: invalid mem access 'scalar'
}

__program("datapath") int header_of_another_packet(struct xdp_md *ctx) {
  struct xdp_md *other = bpf_packet_copy(ctx);
  if (!other) return XDP_DROP;
  struct iphdr *iph = ip_hdr(other);
  int result = iph ? ip_rcv(ctx, iph) : -1;  // refused: R2 is not of the same 'p as R1
  bpf_packet_drop(other);
  return result < 0 ? XDP_DROP : XDP_PASS;
}

__program("datapath") int queued_at_another_packets_socket(struct xdp_md *ctx) {
  struct xdp_md *other = another(ctx);
  if (!other) return XDP_DROP;
  struct socket *other_sk = sk_lookup(other);
  bpf_packet_drop(other);
  if (!other_sk) return XDP_DROP;
  struct iphdr *iph = ip_hdr(ctx);
  struct tcphdr *th = tcp_hdr(ctx);
  struct socket *sk = iph && th && ip_rcv(ctx, iph) == 0 ? sk_lookup(ctx) : 0;
  int is_queued = 0;
  if (sk) {
    socket_lock(sk);
    if (tcp_rcv(ctx, th) == 0) {
      queue_to_socket(other_sk, ctx);  // refused: R2 is not of the same 'p as R1
      is_queued = 1;
    }
    socket_unlock(sk);
    socket_put(sk);
  }
  socket_put(other_sk);
  return is_queued ? 0 : XDP_DROP;
}

__program("datapath") int more_read_than_there_is_room_for(struct xdp_md *ctx) {
  char octets[16];
  BOUND(ctx)
  socket_lock(sk);
  socket_read(sk, octets, 2 * sizeof octets);  // refused: invalid
  return receive_segment(ctx, th, sk);
}

__program("worker") int work(struct worker_ctx *ctx) {
  return ip_rcv((void *)ctx, 0);  // refused: calling function ip_rcv is not allowed from a worker program
}

#include "steps.h"

__program("datapath") int no_lock(struct xdp_md *ctx) {
  BOUND(ctx)
  int result = tcp_rcv(ctx, th);  // refused: socket<'p>::lock must be held
  socket_put(sk);
  return result < 0 ? XDP_DROP : XDP_PASS;
}

__program("datapath") int unlocked_before_tcp_rcv(struct xdp_md *ctx) {
  BOUND(ctx)
  socket_lock(sk);
  socket_unlock(sk);
  int result = tcp_rcv(ctx, th);  // refused: socket<'p>::lock must be held
  socket_put(sk);
  return result < 0 ? XDP_DROP : XDP_PASS;
}

__program("datapath") int unlocked_before_it_is_queued(struct xdp_md *ctx) {
  BOUND(ctx)
  socket_lock(sk);
  int result = tcp_rcv(ctx, th);
  socket_unlock(sk);
  if (result == 0) queue_to_socket(sk, ctx);  // refused: socket<'p>::lock must be held
  socket_put(sk);
  return result == 0 ? 0 : XDP_DROP;
}

__program("datapath") int read_without_a_lock(struct xdp_md *ctx) {
  char octets[16];
  BOUND(ctx)
  socket_read(sk, octets, sizeof octets);  // refused: 's::lock must be held
  socket_put(sk);
  return XDP_DROP;
}

__program("datapath") int lock_of_another_packets_socket(struct xdp_md *ctx) {
  struct xdp_md *other = another(ctx);
  if (!other) return XDP_DROP;
  struct socket *other_sk = sk_lookup(other);
  bpf_packet_drop(other);
  if (!other_sk) return XDP_DROP;
  struct iphdr *iph = ip_hdr(ctx);
  struct tcphdr *th = tcp_hdr(ctx);
  struct socket *sk = iph && th && ip_rcv(ctx, iph) == 0 ? sk_lookup(ctx) : 0;
  int result = -1;
  if (sk) {
    socket_lock(other_sk);
    result = tcp_rcv(ctx, th);  // refused: socket<'p>::lock must be held
    socket_unlock(other_sk);
    socket_put(sk);
  }
  socket_put(other_sk);
  return result < 0 ? XDP_DROP : XDP_PASS;
}

__program("datapath") int locked_twice(struct xdp_md *ctx) {
  BOUND(ctx)
  socket_lock(sk);
  socket_lock(sk);  // refused: socket::lock is locked twice
  return receive_segment(ctx, th, sk);
}

__program("datapath") int two_locks(struct xdp_md *ctx) {
  struct xdp_md *other = another(ctx);
  if (!other) return XDP_DROP;
  struct socket *other_sk = sk_lookup(other);
  bpf_packet_drop(other);
  if (!other_sk) return XDP_DROP;
  struct iphdr *iph = ip_hdr(ctx);
  struct socket *sk = iph && ip_rcv(ctx, iph) == 0 ? sk_lookup(ctx) : 0;
  if (sk) {
    socket_lock(sk);
    socket_lock(other_sk);  // refused: two locks of the class socket::lock at a time
    socket_unlock(other_sk);
    socket_unlock(sk);
    socket_put(sk);
  }
  socket_put(other_sk);
  return XDP_DROP;
}

__program("datapath") int unlocked_without_a_lock(struct xdp_md *ctx) {
  BOUND(ctx)
  socket_unlock(sk);  // refused: socket_unlock without taking a lock
  socket_put(sk);
  return XDP_DROP;
}

__program("datapath") int still_locked_at_the_end(struct xdp_md *ctx) {
  BOUND(ctx)
  socket_lock(sk);
  return XDP_DROP;
}  // refused: socket::lock is still held

__program("datapath") int put_while_locked(struct xdp_md *ctx) {
  BOUND(ctx)
  socket_lock(sk);
  socket_put(sk);  // refused: socket::lock may not be held
  return XDP_DROP;
}

__program("queue") int stash(struct coroutine *handle, u64 argument) {
  bpf_local_push(handle);
  return 0;
}

__program("datapath") int suspended_with_a_lock(struct xdp_md *ctx) {
  BOUND(ctx)
  socket_lock(sk);
  co_await(stash, 0);  // refused: co_await can't be called while a lock is held
  return receive_segment(ctx, th, sk);
}

__program("datapath") int asleep_with_a_lock(struct xdp_md *ctx) {
  BOUND(ctx)
  socket_lock(sk);
  co_sleep_until(1);  // refused: co_sleep_until can't be called while a lock is held
  return receive_segment(ctx, th, sk);
}

__program("datapath") int thrown_with_a_lock(struct xdp_md *ctx) {
  BOUND(ctx)
  socket_lock(sk);
  bpf_throw(1);  // refused: bpf_throw can't be called while a lock is held
  return XDP_DROP;
}

// What takes a stack itself would wait for ever.

__program("datapath") int served_with_a_lock(struct xdp_md *ctx) {
  BOUND(ctx)
  socket_lock(sk);
  net_serve();  // refused: socket::lock may not be held
  return receive_segment(ctx, th, sk);
}

__program("datapath") int the_full_way_with_a_lock(struct xdp_md *ctx) {
  BOUND(ctx)
  socket_lock(sk);
  net_rcv(ctx);  // refused: socket::lock may not be held
  socket_unlock(sk);
  socket_put(sk);
  return 0;
}

__program("datapath") int looked_up_with_a_lock(struct xdp_md *ctx) {
  struct xdp_md *other = another(ctx);
  if (!other) return XDP_DROP;
  struct iphdr *iph = ip_hdr(ctx);
  struct socket *sk = iph && ip_rcv(ctx, iph) == 0 ? sk_lookup(ctx) : 0;
  if (sk) {
    socket_lock(sk);
    struct socket *other_sk = sk_lookup(other);  // refused: socket::lock may not be held
    socket_unlock(sk);
    socket_put(sk);
    if (other_sk) socket_put(other_sk);
  }
  bpf_packet_drop(other);
  return XDP_DROP;
}

__program("datapath") int another_one_put_with_a_lock(struct xdp_md *ctx) {
  struct xdp_md *other = another(ctx);
  if (!other) return XDP_DROP;
  struct socket *other_sk = sk_lookup(other);
  bpf_packet_drop(other);
  if (!other_sk) return XDP_DROP;
  struct iphdr *iph = ip_hdr(ctx);
  struct socket *sk = iph && ip_rcv(ctx, iph) == 0 ? sk_lookup(ctx) : 0;
  if (sk) socket_lock(sk);
  socket_put(other_sk);  // refused: socket::lock may not be held
  if (sk) {
    socket_unlock(sk);
    socket_put(sk);
  }
  return XDP_DROP;
}

__program("datapath") int a_datagram_with_a_lock(struct xdp_md *ctx) {
  struct xdp_md *other = another(ctx);
  if (!other) return XDP_DROP;
  struct udphdr *uh = udp_hdr(other);
  struct iphdr *iph = ip_hdr(ctx);
  struct socket *sk = uh && iph && ip_rcv(ctx, iph) == 0 ? sk_lookup(ctx) : 0;
  if (!sk) {
    bpf_packet_drop(other);
    return XDP_DROP;
  }
  socket_lock(sk);
  udp_rcv(other, uh);  // refused: socket::lock may not be held
  socket_unlock(sk);
  socket_put(sk);
  return XDP_DROP;
}

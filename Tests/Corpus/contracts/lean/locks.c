#include "lean_program.h"

__program("datapath") int no_lock(struct xdp_md *ctx) {
  HEADERS(ctx)
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  int result = tcp_rcv(ctx, th);  // refused: socket<'a>::lock must be held
  socket_put(sk);
  return result < 0 ? XDP_DROP : XDP_PASS;
}

__program("datapath") int lock_of_another_packets_socket(struct xdp_md *ctx) {
  HEADERS(ctx)
  struct xdp_md *other = packet_next();
  if (!other) return XDP_DROP;
  struct iphdr *other_iph = ip_hdr(other);
  if (!other_iph || ip_rcv(other, other_iph) < 0 || ip_rcv(ctx, iph) < 0) {
    bpf_packet_drop(other);
    return XDP_DROP;
  }
  struct socket *sk = sk_lookup(ctx);
  if (!sk) {
    bpf_packet_drop(other);
    return XDP_PASS;
  }
  struct socket *other_sk = sk_lookup(other);
  bpf_packet_drop(other);
  if (!other_sk) {
    socket_put(sk);
    return XDP_PASS;
  }
  socket_lock(other_sk);
  int result = tcp_rcv(ctx, th);  // refused: socket<'a>::lock must be held
  socket_unlock(other_sk);
  socket_put(other_sk);
  socket_put(sk);
  return result < 0 ? XDP_DROP : XDP_PASS;
}

__program("datapath") int unlocked_before_tcp_rcv(struct xdp_md *ctx) {
  HEADERS(ctx)
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  socket_lock(sk);
  socket_unlock(sk);
  int result = tcp_rcv(ctx, th);  // refused: socket<'a>::lock must be held
  socket_put(sk);
  return result < 0 ? XDP_DROP : XDP_PASS;
}

__program("datapath") int locked_twice(struct xdp_md *ctx) {
  HEADERS(ctx)
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  socket_lock(sk);
  socket_lock(sk);  // refused: socket::lock is locked twice
  return receive(ctx, th, sk);
}

__program("datapath") int two_locks(struct xdp_md *ctx) {
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
  if (sk && other_sk) {
    socket_lock(sk);
    socket_lock(other_sk);  // refused: two locks of the class socket::lock at a time
    socket_unlock(other_sk);
    socket_unlock(sk);
  }
  if (sk) socket_put(sk);
  if (other_sk) socket_put(other_sk);
  return XDP_DROP;
}

__program("datapath") int not_unlocked_on_one_path(struct xdp_md *ctx) {
  HEADERS(ctx)
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  socket_lock(sk);
  int result = tcp_rcv(ctx, th);
  if (result == 0) {
    queue_to_socket(sk, ctx);
    socket_unlock(sk);
  }
  socket_put(sk);  // refused: 's::lock may not be held
  return result == 0 ? 0 : XDP_DROP;
}

__program("datapath") int still_locked_at_the_end(struct xdp_md *ctx) {
  HEADERS(ctx)
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  socket_lock(sk);
  return XDP_DROP;
}  // refused: socket::lock is still held

__program("datapath") int unlocked_without_a_lock(struct xdp_md *ctx) {
  HEADERS(ctx)
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  socket_unlock(sk);  // refused: socket_unlock without taking a lock
  socket_put(sk);
  return XDP_DROP;
}

static __attribute__((section("queue"), used)) int stash(struct coroutine *handle, u64 argument) {
  bpf_co_destroy(handle);
  return 0;
}

__program("datapath") int suspended_with_a_lock(struct xdp_md *ctx) {
  HEADERS(ctx)
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  socket_lock(sk);
  co_await(stash, 0);  // refused: co_await can't be called while a lock is held
  return receive(ctx, th, sk);
}

#include "steps.h"

BATON_MAP(counts, ARRAY, u32, u64, 1);

__program("datapath") int the_way(struct xdp_md *ctx) {
  BOUND(ctx)
  socket_lock(sk);
  return receive_segment(ctx, th, sk);
}

__program("datapath") int the_way_of_ipv6(struct xdp_md *ctx) {
  IPV6(ctx)
  if (ip6_rcv(ctx, ip6h) < 0) return XDP_PASS;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  socket_lock(sk);
  return receive_segment(ctx, th, sk);
}

/// From the network layer on, both versions go the same way.
__program("datapath") int either_version(struct xdp_md *ctx) {
  struct iphdr *iph = ip_hdr(ctx);
  struct ipv6hdr *ip6h = iph ? 0 : ip6_hdr(ctx);
  int result = -1;
  if (iph) result = ip_rcv(ctx, iph);
  if (ip6h) result = ip6_rcv(ctx, ip6h);
  if (result < 0) return XDP_PASS;
  struct udphdr *uh = udp_hdr(ctx);
  if (uh) {
    udp_rcv(ctx, uh);
    return 0;
  }
  struct tcphdr *th = tcp_hdr(ctx);
  struct socket *sk = th ? sk_lookup(ctx) : 0;
  if (!sk) return XDP_PASS;
  socket_lock(sk);
  return receive_segment(ctx, th, sk);
}

__program("datapath") int whichever_version(struct xdp_md *ctx) {
  if (any_ip_rcv(ctx) < 0) return XDP_PASS;
  struct tcphdr *th = tcp_hdr(ctx);
  struct socket *sk = th ? sk_lookup(ctx) : 0;
  if (!sk) return XDP_PASS;
  socket_lock(sk);
  return receive_segment(ctx, th, sk);
}

/// The socket is unlocked in between, and nothing is lost by that.
__program("datapath") int unlocked_in_between(struct xdp_md *ctx) {
  BOUND(ctx)
  socket_lock(sk);
  int result = tcp_rcv(ctx, th);
  socket_unlock(sk);
  if (result == 0) {
    socket_lock(sk);
    queue_to_socket(sk, ctx);
    socket_unlock(sk);
  }
  socket_put(sk);
  return result == 0 ? 0 : XDP_DROP;
}

__program("queue") int keep(struct coroutine *handle, u64 argument) {
  bpf_local_push(handle);
  return 0;
}

__program("worker") int work(struct worker_ctx *ctx) {
  struct coroutine *handle = bpf_local_pop();
  if (!handle) return net_serve() ? 1 : -1;
  bpf_co_resume(handle);
  return 1;
}

/// A coroutine may wait between any two steps, with its socket, and with what was acknowledged.
__program("datapath") int waits_between_steps(struct xdp_md *ctx) {
  struct iphdr *iph = ip_hdr(ctx);
  if (!iph || ip_rcv(ctx, iph) < 0) return XDP_PASS;
  co_await(keep, 1);
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  co_await(keep, 2);
  struct tcphdr *th = tcp_hdr(ctx);
  int result = -1;
  if (th) {
    socket_lock(sk);
    result = tcp_rcv(ctx, th);
    socket_unlock(sk);
  }
  if (result == 0) {
    co_await(keep, 3);
    socket_lock(sk);
    queue_to_socket(sk, ctx);
    socket_unlock(sk);
  }
  socket_put(sk);
  return result == 0 ? 0 : XDP_DROP;
}

/// What takes no stack may be called while a socket is locked.
__program("datapath") int counts_under_the_lock(struct xdp_md *ctx) {
  BOUND(ctx)
  u32 key = 0;
  socket_lock(sk);
  u64 *count = bpf_map_lookup_elem(&counts, &key);
  if (count) *count += bpf_ktime_get_ns() & 1;
  return receive_segment(ctx, th, sk);
}

/// Reads, writes and closes as the socket's user does.
__program("datapath") int echoes(struct xdp_md *ctx) {
  char octets[64];
  BOUND(ctx)
  socket_lock(sk);
  int result = tcp_rcv(ctx, th);
  if (result == 0) queue_to_socket(sk, ctx);
  if (socket_readable(sk) > 0 && socket_writable(sk) >= (int)sizeof octets) {
    int count = socket_read(sk, octets, sizeof octets);
    if (count > 0) socket_write(sk, octets, count);
    if (count == 0) socket_close(sk);
  }
  tcp_push(sk);
  socket_unlock(sk);
  socket_put(sk);
  return result == 0 ? 0 : XDP_DROP;
}

/// A packet that a step has refused goes the full way.
__program("datapath") int the_full_way_else(struct xdp_md *ctx) {
  struct iphdr *iph = ip_hdr(ctx);
  if (!iph || ip_rcv(ctx, iph) < 0) {
    net_rcv(ctx);
    return 0;
  }
  struct udphdr *uh = udp_hdr(ctx);
  if (uh) {
    udp_rcv(ctx, uh);
    return 0;
  }
  struct socket *sk = sk_lookup(ctx);
  if (sk) socket_put(sk);
  net_rcv(ctx);
  return 0;
}

/// Generic in the packet: it is called for two.
static NOINLINE struct socket *socket_of(struct xdp_md *ctx) {
  struct iphdr *iph = ip_hdr(ctx);
  if (!iph || ip_rcv(ctx, iph) < 0) return 0;
  return sk_lookup(ctx);
}

__program("datapath") int two_packets(struct xdp_md *ctx) {
  struct xdp_md *other = bpf_packet_copy(ctx);
  struct socket *sk = socket_of(ctx);
  struct socket *other_sk = other ? socket_of(other) : 0;
  if (sk) {
    socket_lock(sk);
    socket_unlock(sk);
  }
  if (other_sk) {
    socket_lock(other_sk);
    socket_unlock(other_sk);
  }
  if (other_sk) socket_put(other_sk);
  if (other) bpf_packet_drop(other);
  if (sk) socket_put(sk);
  return XDP_DROP;
}

/// A request is looked at where it lies; parts of it at the same time, and more of it while others are written.
__program("datapath") int looks_in_place(struct xdp_md *ctx) {
  BOUND(ctx)
  socket_lock(sk);
  int result = tcp_rcv(ctx, th);
  if (result == 0) queue_to_socket(sk, ctx);
  const u8 *head = socket_data(sk, 0, 4);
  const u8 *rest = head ? socket_data(sk, head[0], 16) : 0;
  if (rest) {
    socket_write(sk, rest, 16);
    tcp_push(sk);
    u32 count = 16 + (head[1] & rest[3]);
    socket_consume(sk, count);
  }
  socket_unlock(sk);
  socket_put(sk);
  return result == 0 ? 0 : XDP_DROP;
}

/// After what has ended the loan, there is another one.
__program("datapath") int looks_again(struct xdp_md *ctx) {
  u64 sum = 0;
  BOUND(ctx)
  socket_lock(sk);
  int result = tcp_rcv(ctx, th);
  if (result == 0) queue_to_socket(sk, ctx);
  for (int round = 0; round < 16; round++) {
    const u8 *data = socket_data(sk, 0, 8);
    if (!data) break;
    sum += data[7];
    socket_consume(sk, 8);
  }
  socket_unlock(sk);
  socket_put(sk);
  u32 key = 0;
  u64 *count = bpf_map_lookup_elem(&counts, &key);
  if (count) *count += sum;
  return result == 0 ? 0 : XDP_DROP;
}

/// Queueing a segment, and what is sent, leave what can be read where it is.
__program("datapath") int looks_before_it_receives(struct xdp_md *ctx) {
  BOUND(ctx)
  socket_lock(sk);
  const u8 *data = socket_data(sk, 0, 8);
  int result = tcp_rcv(ctx, th);
  if (result == 0) queue_to_socket(sk, ctx);
  tcp_push(sk);
  if (data && data[0] == 0) socket_close(sk);
  socket_unlock(sk);
  socket_put(sk);
  return result == 0 ? 0 : XDP_DROP;
}

#include "lean_program.h"

__program("datapath") int no_ip_rcv(struct xdp_md *ctx) {
  HEADERS(ctx)
  struct socket *sk = sk_lookup(ctx);  // refused: R1 is xdp_md<Raw>, and sk_lookup needs xdp_md<PostIP>
  if (!sk) return XDP_PASS;
  socket_lock(sk);
  return receive(ctx, th, sk);
}

__program("datapath") int ip_rcv_after_tcp_rcv(struct xdp_md *ctx) {
  HEADERS(ctx)
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  socket_lock(sk);
  tcp_rcv(ctx, th);
  ip_rcv(ctx, iph);  // refused: and ip_rcv needs xdp_md<Raw>
  return receive(ctx, th, sk);
}

__program("datapath") int ip_rcv_twice(struct xdp_md *ctx) {
  HEADERS(ctx)
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;  // refused: R1 is xdp_md<PostIP>, and ip_rcv needs xdp_md<Raw>
  return XDP_PASS;
}

__program("datapath") int ip_rcv_on_one_path(struct xdp_md *ctx) {
  HEADERS(ctx)
  if (ctx->rx_queue_index == 1 && ip_rcv(ctx, iph) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);  // refused: R1 is xdp_md<Raw>
  if (!sk) return XDP_PASS;
  socket_lock(sk);
  return receive(ctx, th, sk);
}

__program("datapath") int result_of_ip_rcv_ignored(struct xdp_md *ctx) {
  HEADERS(ctx)
  ip_rcv(ctx, iph);
  struct socket *sk = sk_lookup(ctx);  // refused: R1 is xdp_md<Raw>
  if (!sk) return XDP_PASS;
  socket_lock(sk);
  return receive(ctx, th, sk);
}

__program("datapath") int looked_up_without_success(struct xdp_md *ctx) {
  HEADERS(ctx)
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);
  if (sk) {
    socket_put(sk);
    return XDP_PASS;
  }
  tcp_rcv(ctx, th);  // refused: R1 is xdp_md<PostIP>, and tcp_rcv needs xdp_md<Bound>
  return XDP_DROP;
}

__program("datapath") int dropped_when_received(struct xdp_md *ctx) {
  HEADERS(ctx)
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  socket_lock(sk);
  int result = tcp_rcv(ctx, th);
  socket_unlock(sk);
  socket_put(sk);
  if (result < 0) return XDP_DROP;
  bpf_packet_drop(ctx);  // refused: xdp_md<Received> is in no final state, and bpf_packet_drop gives it up
  return 0;
}

__program("datapath") int ended_when_received(struct xdp_md *ctx) {
  HEADERS(ctx)
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  socket_lock(sk);
  tcp_rcv(ctx, th);
  socket_unlock(sk);
  socket_put(sk);
  return XDP_DROP;
}  // refused: xdp_md<Received> is in no final state, and the program ends

__program("queue") int stash(struct coroutine *handle, u64 argument) {
  return ip_rcv((void *)handle, (void *)argument);  // refused: calling function ip_rcv is not allowed from a queue program
}

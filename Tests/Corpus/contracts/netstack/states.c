#include "steps.h"

__program("datapath") int no_ip_rcv(struct xdp_md *ctx) {
  struct tcphdr *th = tcp_hdr(ctx);
  if (!th) return XDP_PASS;
  struct socket *sk = sk_lookup(ctx);  // refused: R1 is xdp_md<Raw>, and sk_lookup needs xdp_md<PostIP>
  if (!sk) return XDP_PASS;
  socket_lock(sk);
  return receive_segment(ctx, th, sk);
}

__program("datapath") int result_of_ip_rcv_ignored(struct xdp_md *ctx) {
  struct iphdr *iph = ip_hdr(ctx);
  if (!iph) return XDP_PASS;
  ip_rcv(ctx, iph);
  struct socket *sk = sk_lookup(ctx);  // refused: R1 is xdp_md<Raw>
  if (sk) socket_put(sk);
  return XDP_PASS;
}

__program("datapath") int ip_rcv_on_one_path(struct xdp_md *ctx) {
  struct iphdr *iph = ip_hdr(ctx);
  if (!iph) return XDP_PASS;
  if (ctx->rx_queue_index == 1 && ip_rcv(ctx, iph) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);  // refused: R1 is xdp_md<Raw>
  if (sk) socket_put(sk);
  return XDP_PASS;
}

__program("datapath") int ip_rcv_twice(struct xdp_md *ctx) {
  BEHIND_IP(ctx)
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;  // refused: R1 is xdp_md<PostIP>, and ip_rcv needs xdp_md<Raw>
  return XDP_PASS;
}

__program("datapath") int tcp_rcv_before_sk_lookup(struct xdp_md *ctx) {
  BEHIND_IP(ctx)
  tcp_rcv(ctx, th);  // refused: R1 is xdp_md<PostIP>, and tcp_rcv needs xdp_md<Bound>
  return XDP_PASS;
}

__program("datapath") int no_socket_found(struct xdp_md *ctx) {
  BEHIND_IP(ctx)
  struct socket *sk = sk_lookup(ctx);
  if (sk) {
    socket_put(sk);
    return XDP_PASS;
  }
  tcp_rcv(ctx, th);  // refused: R1 is xdp_md<PostIP>, and tcp_rcv needs xdp_md<Bound>
  return XDP_DROP;
}

__program("datapath") int looked_up_twice(struct xdp_md *ctx) {
  BOUND(ctx)
  struct socket *again = sk_lookup(ctx);  // refused: R1 is xdp_md<Bound>, and sk_lookup needs xdp_md<PostIP>
  if (again) socket_put(again);
  socket_put(sk);
  return XDP_PASS;
}

__program("datapath") int received_twice(struct xdp_md *ctx) {
  BOUND(ctx)
  socket_lock(sk);
  if (tcp_rcv(ctx, th) == 0) tcp_rcv(ctx, th);  // refused: R1 is xdp_md<Received>, and tcp_rcv needs xdp_md<Bound>
  socket_unlock(sk);
  socket_put(sk);
  return XDP_DROP;
}

__program("datapath") int queued_before_tcp_rcv(struct xdp_md *ctx) {
  BOUND(ctx)
  socket_lock(sk);
  queue_to_socket(sk, ctx);  // refused: R2 is xdp_md<Bound>, and queue_to_socket needs xdp_md<Received>
  socket_unlock(sk);
  socket_put(sk);
  return 0;
}

__program("datapath") int queued_whatever_tcp_rcv_says(struct xdp_md *ctx) {
  BOUND(ctx)
  socket_lock(sk);
  tcp_rcv(ctx, th);
  queue_to_socket(sk, ctx);  // refused: R2 is xdp_md<Bound>, and queue_to_socket needs xdp_md<Received>
  socket_unlock(sk);
  socket_put(sk);
  return 0;
}

__program("datapath") int udp_rcv_of_a_raw_packet(struct xdp_md *ctx) {
  struct udphdr *uh = udp_hdr(ctx);
  if (!uh) return XDP_PASS;
  udp_rcv(ctx, uh);  // refused: R1 is xdp_md<Raw>, and udp_rcv needs xdp_md<PostIP>
  return 0;
}

__program("datapath") int a_copy_is_raw_again(struct xdp_md *ctx) {
  BEHIND_IP(ctx)
  struct xdp_md *other = bpf_packet_copy(ctx);
  if (!other) return XDP_DROP;
  struct socket *sk = sk_lookup(other);  // refused: R1 is xdp_md<Raw>, and sk_lookup needs xdp_md<PostIP>
  if (sk) socket_put(sk);
  bpf_packet_drop(other);
  return XDP_DROP;
}

// What was acknowledged has to get to its socket.

#define RECEIVED(ctx)              \
  BOUND(ctx)                       \
  socket_lock(sk);                 \
  int result = tcp_rcv(ctx, th);   \
  socket_unlock(sk);               \
  socket_put(sk);                  \
  if (result < 0) return XDP_DROP;

__program("datapath") int ended_when_received(struct xdp_md *ctx) {
  RECEIVED(ctx)
  return XDP_PASS;
}  // refused: xdp_md<Received> is in no final state, and the program ends

__program("datapath") int dropped_when_received(struct xdp_md *ctx) {
  RECEIVED(ctx)
  bpf_packet_drop(ctx);  // refused: xdp_md<Received> is in no final state, and bpf_packet_drop gives it up
  return 0;
}

__program("datapath") int transmitted_when_received(struct xdp_md *ctx) {
  RECEIVED(ctx)
  bpf_packet_transmit(ctx);  // refused: xdp_md<Received> is in no final state, and bpf_packet_transmit gives it up
  return 0;
}

__program("datapath") int given_to_the_stack_when_received(struct xdp_md *ctx) {
  RECEIVED(ctx)
  net_rcv(ctx);  // refused: xdp_md<Received> is in no final state, and net_rcv gives it up
  return 0;
}

__program("datapath") int child(struct xdp_md *ctx) { return XDP_PASS; }

__program("datapath") int spawned_when_received(struct xdp_md *ctx) {
  RECEIVED(ctx)
  struct coroutine *handle = co_spawn(child, ctx);  // refused: xdp_md<Received> is in no final state, and co_spawn gives it up
  if (!handle) return XDP_PASS;
  bpf_wheel_add(handle, 0);
  return 0;
}

/// Datagrams of UDP that programs take themselves.
#include "steps.h"

/// The packet behind the network layer, and its header of UDP.
#define UDP(ctx)                              \
  if (any_ip_rcv(ctx) < 0) return XDP_PASS;   \
  struct udphdr *uh = udp_hdr(ctx);           \
  if (!uh) return XDP_PASS;

/// A datagram, and who has sent it.
#define DATAGRAM(ctx)                                                            \
  UDP(ctx)                                                                       \
  struct udp_flow from;                                                          \
  if (udp_check(ctx, uh) < 0 || udp_sender(ctx, uh, &from) < 0) return XDP_PASS;

BATON_MAP(flows, ARRAY, u32, struct udp_flow, 1);

__program("queue") int hold(struct coroutine *handle, u64 argument) {
  bpf_local_push(handle);
  return 0;
}

__program("worker") int sends_by_itself(struct worker_ctx *ctx) {
  u32 key = 0;
  struct udp_flow *to = bpf_map_lookup_elem(&flows, &key);
  u64 text = 1;
  return to && udp_send(to, sizeof *to, &text, sizeof text) == 0 ? 1 : -1;
}

__program("datapath") int answers(struct xdp_md *ctx) {
  DATAGRAM(ctx)
  u64 text = from.dest;
  udp_answer(ctx, &text, sizeof text);
  return 0;
}

/// What it answers lies in the datagram.
__program("datapath") int answers_in_place(struct xdp_md *ctx) {
  UDP(ctx)
  if (udp_check(ctx, uh) < 0) return XDP_PASS;
  u8 *text = (u8 *)(long)ctx->data + 42;
  if (text + 8 > (u8 *)(long)ctx->data_end) return XDP_DROP;
  udp_answer(ctx, text, 8);
  return 0;
}

__program("datapath") int answers_after_a_wait(struct xdp_md *ctx) {
  DATAGRAM(ctx)
  if (co_await(hold, 0) < 0) return XDP_DROP;
  u64 text = from.dest;
  udp_answer(ctx, &text, sizeof text);
  return 0;
}

__program("datapath") int sends_it_on(struct xdp_md *ctx) {
  DATAGRAM(ctx)
  udp_forward(ctx, &from, sizeof from);
  return 0;
}

__program("datapath") int sends_others_and_drops_it(struct xdp_md *ctx) {
  DATAGRAM(ctx)
  u64 text = 1;
  udp_send(&from, sizeof from, &text, sizeof text);
  return XDP_DROP;
}

/// The program may still think better of it.
__program("datapath") int gives_it_to_the_stack(struct xdp_md *ctx) {
  DATAGRAM(ctx)
  if (from.version == 6) return XDP_PASS;
  if (from.dest == 0) return XDP_TX;
  net_rcv(ctx);
  return 0;
}

__program("datapath") int answers_unchecked(struct xdp_md *ctx) {
  UDP(ctx)
  u64 text = 1;
  udp_answer(ctx, &text, sizeof text);  // refused: R1 is xdp_md<PostIP>, and udp_answer needs xdp_md<Datagram>
  return 0;
}

__program("datapath") int result_ignored(struct xdp_md *ctx) {
  UDP(ctx)
  struct udp_flow from;
  udp_check(ctx, uh);
  if (udp_sender(ctx, uh, &from) < 0) return XDP_PASS;
  udp_forward(ctx, &from, sizeof from);  // refused: R1 is xdp_md<PostIP>, and udp_forward needs xdp_md<Datagram>
  return 0;
}

__program("datapath") int checked_behind_nothing(struct xdp_md *ctx) {
  struct udphdr *uh = udp_hdr(ctx);
  if (!uh) return XDP_PASS;
  udp_check(ctx, uh);  // refused: R1 is xdp_md<Raw>, and udp_check needs xdp_md<PostIP>
  return XDP_PASS;
}

__program("datapath") int checked_twice(struct xdp_md *ctx) {
  DATAGRAM(ctx)
  udp_check(ctx, uh);  // refused: R1 is xdp_md<Datagram>, and udp_check needs xdp_md<PostIP>
  return XDP_PASS;
}

__program("datapath") int checked_by_anothers_header(struct xdp_md *ctx) {
  UDP(ctx)
  struct xdp_md *other = another(ctx);
  if (!other) return XDP_DROP;
  int result = udp_check(other, uh);  // refused: R2 is not of the same 'p as R1
  bpf_packet_drop(other);
  return result < 0 ? XDP_DROP : XDP_PASS;
}

__program("datapath") int looked_up_as_a_segment(struct xdp_md *ctx) {
  DATAGRAM(ctx)
  struct socket *sk = sk_lookup(ctx);  // refused: R1 is xdp_md<Datagram>, and sk_lookup needs xdp_md<PostIP>
  if (sk) socket_put(sk);
  return XDP_PASS;
}

__program("datapath") int dropped_when_it_is_gone(struct xdp_md *ctx) {
  DATAGRAM(ctx)
  return udp_forward(ctx, &from, sizeof from) < 0 ? XDP_DROP : 0;
}  // refused: At program exit the register R0

__program("datapath") int more_than_the_header(struct xdp_md *ctx) {
  UDP(ctx)
  if (udp_check(ctx, uh) < 0) return XDP_PASS;
  udp_answer(ctx, uh + 1, 8);  // refused: R2 min value is outside of the allowed memory range
  return 0;
}

__program("datapath") int answered_twice(struct xdp_md *ctx) {
  DATAGRAM(ctx)
  u64 text = 1;
  udp_answer(ctx, &text, sizeof text);
  udp_answer(ctx, &text, sizeof text);  // refused: R1 type=scalar expected=ptr_xdp_md
  return 0;
}

__program("datapath") int read_after_it_is_gone(struct xdp_md *ctx) {
  DATAGRAM(ctx)
  udp_forward(ctx, &from, sizeof from);
  return uh->dest == 0;  // refused: invalid mem access 'scalar'
}

__program("datapath") int longer_than_what_is_there(struct xdp_md *ctx) {
  DATAGRAM(ctx)
  u64 text = 1;
  udp_answer(ctx, &text, 2 * sizeof text);  // refused: invalid indirect access to stack R2
  return 0;
}

__program("datapath") int half_a_flow(struct xdp_md *ctx) {
  DATAGRAM(ctx)
  u32 half[2] = {};
  udp_forward(ctx, half, sizeof from);  // refused: invalid indirect access to stack R2
  return 0;
}

/// What is sent waits until the worker's turn ends.
__program("datapath") int sent_under_a_lock(struct xdp_md *ctx) {
  BOUND(ctx)
  struct udp_flow to = {.version = 4};
  socket_lock(sk);
  udp_send(&to, sizeof to, &to, sizeof to);
  socket_unlock(sk);
  socket_put(sk);
  return XDP_PASS;
}

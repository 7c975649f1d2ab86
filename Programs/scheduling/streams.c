/// A TCP server whose requests wait in line: a segment goes to its connection at once, as TCP waits for nobody. Its request is
/// served when its turn has come: to the end, or for a quantum, after which it goes to the end of the line.
#include "streams.h"

int line_up(struct coroutine *handle, u64 argument) { return bpf_handles_push(&waiting, handle); }

int on_preempt(struct coroutine *handle, u64 reason) { return bpf_handles_push(&waiting, handle); }

int work(struct worker_ctx *ctx) {
  struct coroutine *handle = bpf_handles_pop(&waiting);
  // What no packet has brought: connections to be accepted, room to write again.
  if (!handle) return net_serve() ? 1 : -1;
  bpf_set_quantum(quantum);
  bpf_co_resume(handle);
  return 1;
}

/// Has the service do a piece of what the connection asks for: whether there was anything to do.
static int serve_piece(struct socket *sk) {
  socket_lock(sk);
  int was_busy = socket_serve(sk);
  socket_unlock(sk);
  return was_busy;
}

/// Takes a segment to its socket: 0 where that has octets to read now, which the packet is gone for.
static __attribute__((always_inline)) int deliver(struct xdp_md *ctx, struct tcphdr *th, struct socket *sk) {
  socket_lock(sk);
  int result = tcp_rcv(ctx, th);
  if (result == 0) queue_to_socket(sk, ctx);
  socket_unlock(sk);
  return result;
}

/// Waits in line, and then serves the connection until it asks for nothing more.
static __attribute__((always_inline)) void serve_in_turn(struct socket *sk) {
  if (co_await(line_up, 0) < 0) return;
  for (int piece = 0; piece < PIECE_MAX; piece++)
    if (!serve_piece(sk)) return;
}

int receive(struct xdp_md *ctx) {
  if (any_ip_rcv(ctx) < 0) return XDP_PASS;
  struct tcphdr *th = tcp_hdr(ctx);
  if (!th) return XDP_PASS;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  int result = deliver(ctx, th, sk);
  if (result == 0) serve_in_turn(sk);
  socket_put(sk);
  if (result == 0) return 0;
  // An acknowledgement has told all that it had to tell. What failed is the full path's.
  return result == TCP_HAS_TOLD ? XDP_DROP : XDP_PASS;
}

/// A lean TCP server: a segment that is for one of our connections takes the short way, layer by layer, and the request that
/// it brings is answered before the program ends. All else takes the full way.
#include "lean.h"

/// What services have to do that no packet has brought: a long request that goes on, room to write again.
int work(struct worker_ctx *ctx) { return net_serve() ? 1 : -1; }

/// Takes a segment to its socket, which is locked, and has the service answer. Whether the packet is the socket's now.
static __attribute__((always_inline)) int deliver(struct xdp_md *ctx, struct tcphdr *th, struct socket *sk) {
  int result = tcp_rcv(ctx, th);
  if (result == 0) queue_to_socket(sk, ctx);
  for (int step = 0; step < LEAN_STEP_COUNT; step++)
    if (!socket_serve(sk)) break;
  tcp_push(sk);
  return result == 0;
}

int receive(struct xdp_md *ctx) {
  if (any_ip_rcv(ctx) < 0) return XDP_PASS;
  struct tcphdr *th = tcp_hdr(ctx);
  if (!th) return XDP_PASS;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  socket_lock(sk);
  int is_queued = deliver(ctx, th, sk);
  socket_unlock(sk);
  socket_put(sk);
  return is_queued ? 0 : XDP_DROP;
}

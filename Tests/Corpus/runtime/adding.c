#include "adding.h"

int work(struct worker_ctx *ctx) { return net_serve() ? 1 : -1; }

static __attribute__((always_inline)) void count(u32 kind) {
  u64 *count = bpf_map_lookup_elem(&counts, &kind);
  if (count) *count += 1;
}

/// Answers the request that comes first: whether there was one, and room for the answer.
static __attribute__((always_inline)) int answer(struct socket *sk) {
  struct request copy;
  u32 sum;
  if (socket_writable(sk) < (int)sizeof sum) return 0;
  const struct request *request = socket_data(sk, 0, sizeof copy);
  if (request) {
    sum = request->first + request->second;
    count(IN_PLACE);
  } else {
    if (socket_peek(sk, 0, &copy, sizeof copy) < (int)sizeof copy) return 0;
    sum = copy.first + copy.second;
    count(COPIED);
  }
  socket_consume(sk, sizeof copy);
  return socket_write(sk, &sum, sizeof sum) == sizeof sum;
}

int receive(struct xdp_md *ctx) {
  if (any_ip_rcv(ctx) < 0) return XDP_PASS;
  struct tcphdr *th = tcp_hdr(ctx);
  if (!th) return XDP_PASS;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  socket_lock(sk);
  int result = tcp_rcv(ctx, th);
  if (result == 0) queue_to_socket(sk, ctx);
  for (int request = 0; request < REQUEST_MAX; request++)
    if (!answer(sk)) break;
  socket_unlock(sk);
  socket_put(sk);
  return result == 0 ? 0 : XDP_DROP;
}

#include "steps.h"

/// The first one in is the first one out, or the last one: a coin decides where it goes.
int stash(struct coroutine *handle, u64 place) {
  u32 key = place;
  struct waiting *waiting = bpf_map_lookup_elem(&places, &key);
  if (!waiting) return -1;
  u32 coin = bpf_get_prandom_u32() & 1;
  bpf_spin_lock(&waiting->lock);
  if (coin)
    bpf_list_push_back(&waiting->head, &handle->node);
  else
    bpf_list_push_front(&waiting->head, &handle->node);
  bpf_spin_unlock(&waiting->lock);
  return 0;
}

int work(struct worker_ctx *ctx) {
  int count = 0;
  for (u32 place = 0; place < PLACE_COUNT; place++) {
    u32 key = place;
    struct waiting *waiting = bpf_map_lookup_elem(&places, &key);
    if (!waiting) continue;
    bpf_spin_lock(&waiting->lock);
    struct bpf_list_node *node = bpf_list_pop_front(&waiting->head);
    bpf_spin_unlock(&waiting->lock);
    if (!node) continue;
    bpf_co_resume(container_of(node, struct coroutine, node));
    count++;
  }
  return count + net_serve();
}

/// What the connection has acknowledged gets to the socket, once somebody goes on: 0, or what `tcp_rcv` says else.
static __attribute__((always_inline)) int take(struct xdp_md *ctx, struct socket *sk) {
  struct tcphdr *th = tcp_hdr(ctx);
  if (!th) return -1;
  socket_lock(sk);
  int result = tcp_rcv(ctx, th);
  tcp_push(sk);
  socket_unlock(sk);
  if (result < 0) return result;
  co_await(stash, ACKNOWLEDGED);
  socket_lock(sk);
  queue_to_socket(sk, ctx);
  socket_unlock(sk);
  return 0;
}

static __attribute__((always_inline)) void answer(struct socket *sk) {
  co_await(stash, READABLE);
  socket_lock(sk);
  for (int step = 0; step < 16; step++)
    if (!socket_serve(sk)) break;
  socket_unlock(sk);
}

int receive(struct xdp_md *ctx) {
  co_await(stash, RECEIVED);
  if (any_ip_rcv(ctx) < 0) return XDP_PASS;
  struct udphdr *uh = udp_hdr(ctx);
  if (uh) {
    udp_rcv(ctx, uh);
    return 0;
  }
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  int result = take(ctx, sk);
  if (result == 0) answer(sk);
  socket_put(sk);
  if (result == 0) return 0;
  // One of the flow that came before it is on its way.
  return result == -11 ? XDP_PASS : XDP_DROP;
}

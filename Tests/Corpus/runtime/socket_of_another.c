#include "netstack.h"

/// Who waits with a socket is destroyed by the next packet's data path, which has a socket of the same stack locked.

struct place {
  struct coroutine __kptr *handle;
};
BATON_MAP(places, ARRAY, u32, struct place, 1);

static __attribute__((always_inline)) void destroy_kept(struct coroutine *next) {
  u32 key = 0;
  struct place *place = bpf_map_lookup_elem(&places, &key);
  struct coroutine *kept = next;
  if (place) kept = bpf_kptr_xchg(&place->handle, next);
  if (kept) bpf_co_destroy(kept);
}

__program("queue") int keep(struct coroutine *handle, u64 argument) {
  destroy_kept(handle);
  return 0;
}

__program("worker") int work(struct worker_ctx *ctx) { return -1; }

__program("datapath") int receive(struct xdp_md *ctx) {
  struct iphdr *iph = ip_hdr(ctx);
  if (!iph || ip_rcv(ctx, iph) < 0) return XDP_PASS;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  socket_lock(sk);
  destroy_kept(0);
  socket_unlock(sk);
  co_await(keep, 0);
  socket_put(sk);
  return XDP_DROP;
}

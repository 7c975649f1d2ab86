#include "lean.h"

__program("datapath") int lean_data_path(struct xdp_md *ctx) {
  struct iphdr *iph = ip_hdr(ctx);
  struct tcphdr *th = tcp_hdr(ctx);
  if (!iph || !th) return XDP_DROP;
  if (ip_rcv(ctx, iph) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_PASS;
  socket_lock(sk);
  if (tcp_rcv(ctx, th) < 0) {
    socket_unlock(sk);
    socket_put(sk);
    return XDP_DROP;
  }
  queue_to_socket(sk, ctx);
  socket_unlock(sk);
  socket_put(sk);
  return 0;
}

#include "steps.h"

__program("datapath") int no_ip6_rcv(struct xdp_md *ctx) {
  IPV6(ctx)
  struct socket *sk = sk_lookup(ctx);  // refused: R1 is xdp_md<Raw>, and sk_lookup needs xdp_md<PostIP>
  if (!sk) return XDP_PASS;
  socket_lock(sk);
  return receive_segment(ctx, th, sk);
}

__program("datapath") int result_of_ip6_rcv_ignored(struct xdp_md *ctx) {
  IPV6(ctx)
  ip6_rcv(ctx, ip6h);
  struct socket *sk = sk_lookup(ctx);  // refused: R1 is xdp_md<Raw>
  if (sk) socket_put(sk);
  return XDP_PASS;
}

__program("datapath") int ip6_rcv_twice(struct xdp_md *ctx) {
  IPV6(ctx)
  if (ip6_rcv(ctx, ip6h) < 0) return XDP_DROP;
  if (ip6_rcv(ctx, ip6h) < 0) return XDP_DROP;  // refused: R1 is xdp_md<PostIP>, and ip6_rcv needs xdp_md<Raw>
  return XDP_PASS;
}

__program("datapath") int both_network_layers(struct xdp_md *ctx) {
  IPV6(ctx)
  struct iphdr *iph = ip_hdr(ctx);
  if (!iph || ip_rcv(ctx, iph) < 0) return XDP_PASS;
  if (ip6_rcv(ctx, ip6h) < 0) return XDP_DROP;  // refused: R1 is xdp_md<PostIP>, and ip6_rcv needs xdp_md<Raw>
  return XDP_PASS;
}

__program("datapath") int one_version_forgotten(struct xdp_md *ctx) {
  struct iphdr *iph = ip_hdr(ctx);
  if (iph && ip_rcv(ctx, iph) < 0) return XDP_PASS;
  struct socket *sk = sk_lookup(ctx);  // refused: R1 is xdp_md<Raw>
  if (sk) socket_put(sk);
  return XDP_PASS;
}

__program("datapath") int result_of_any_ip_rcv_ignored(struct xdp_md *ctx) {
  any_ip_rcv(ctx);
  struct socket *sk = sk_lookup(ctx);  // refused: R1 is xdp_md<Raw>
  if (sk) socket_put(sk);
  return XDP_PASS;
}

__program("datapath") int a_datagram_of_a_raw_packet(struct xdp_md *ctx) {
  struct ipv6hdr *ip6h = ip6_hdr(ctx);
  struct udphdr *uh = udp_hdr(ctx);
  if (!ip6h || !uh) return XDP_PASS;
  udp_rcv(ctx, uh);  // refused: R1 is xdp_md<Raw>, and udp_rcv needs xdp_md<PostIP>
  return 0;
}

__program("datapath") int header_not_compared_with_null(struct xdp_md *ctx) {
  struct ipv6hdr *ip6h = ip6_hdr(ctx);
  ip6_rcv(ctx, ip6h);  // refused: Possibly NULL pointer passed
  return XDP_DROP;
}

__program("datapath") int header_of_the_other_version(struct xdp_md *ctx) {
  struct iphdr *iph = ip_hdr(ctx);
  if (!iph) return XDP_PASS;
  return ip6_rcv(ctx, (struct ipv6hdr *)iph) < 0 ? XDP_DROP : XDP_PASS;  // refused: invalid access to memory
}

__program("datapath") int header_of_another_packet(struct xdp_md *ctx) {
  struct xdp_md *other = bpf_packet_copy(ctx);
  if (!other) return XDP_DROP;
  struct ipv6hdr *ip6h = ip6_hdr(other);
  int result = ip6h ? ip6_rcv(ctx, ip6h) : -1;  // refused: R2 is not of the same 'p as R1
  bpf_packet_drop(other);
  return result < 0 ? XDP_DROP : XDP_PASS;
}

__program("datapath") int looked_beyond_the_header(struct xdp_md *ctx) {
  struct ipv6hdr *ip6h = ip6_hdr(ctx);
  if (!ip6h) return XDP_PASS;
  return ((volatile u8 *)ip6h)[40] ? XDP_DROP : XDP_PASS;  // refused: invalid access to memory
}

__program("datapath") int header_used_when_its_packet_moved(struct xdp_md *ctx) {
  IPV6(ctx)
  bpf_xdp_adjust_head(ctx, 14);
  return *(volatile u8 *)&ip6h->nexthdr == 6 ? XDP_PASS : XDP_DROP;  // refused: invalid mem access 'scalar'
}

__program("worker") int work(struct worker_ctx *ctx) {
  return ip6_rcv((void *)ctx, 0);  // refused: calling function ip6_rcv is not allowed from a worker program
}

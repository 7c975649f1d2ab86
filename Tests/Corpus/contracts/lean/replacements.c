// Programs that stand for exported functions: they may assume what the contract demands, and must establish what
// it promises, on every path.
#include "lean_program.h"

/// Takes packets for one address only, which the original brings into PostIP.
SEC("replace/ip_rcv") int filtered(struct xdp_md *ctx, struct iphdr *iph) {
  if (iph->time_to_live == 0) return -1;
  return ip_rcv(ctx, iph);
}

/// No path returns 0.
SEC("replace/ip_rcv") int refuses_all(struct xdp_md *ctx, struct iphdr *iph) {
  return iph->time_to_live ? -1 : -22;
}

SEC("replace/ip_rcv") int never_brought(struct xdp_md *ctx, struct iphdr *iph) {
  return 0;  // refused: has value 0, but xdp_md<'a> is Raw, and not PostIP, as ip_rcv promises
}

SEC("replace/ip_rcv") int brought_on_one_path(struct xdp_md *ctx, struct iphdr *iph) {
  if (iph->protocol == 6) {
    int result = ip_rcv(ctx, iph);
    if (result < 0) return result;
  }
  return 0;
}  // refused: has value 0, but xdp_md<'a> is Raw, and not PostIP, as ip_rcv promises

SEC("replace/ip_rcv") int brought_and_denied(struct xdp_md *ctx, struct iphdr *iph) {
  ip_rcv(ctx, iph);
  return -1;  // refused: has value -1, but xdp_md<'a> is PostIP, and not Raw, as ip_rcv promises
}

SEC("replace/ip_rcv") int other_result(struct xdp_md *ctx, struct iphdr *iph) {
  return iph->protocol;  // refused: has value 0 to 255, but xdp_md<'a> is Raw
}

SEC("replace/ip_rcv") int moves_the_packet(struct xdp_md *ctx, struct iphdr *iph) {
  bpf_xdp_adjust_head(ctx, 14);  // refused: moves the packet, and callers of ip_rcv don't expect that
  return -1;
}

SEC("replace/ip_rcv") int gives_it_away(struct xdp_md *ctx, struct iphdr *iph) {
  bpf_packet_drop(ctx);  // refused: must be referenced when passed to release function
  return -1;
}

SEC("replace/ip_rcv") int reads_too_far(struct xdp_md *ctx, struct iphdr *iph) {
  return -1 - ((u8 *)iph)[20];  // refused: invalid access to memory
}

/// The header lies in the packet, as far as the packet goes.
SEC("replace/ip_hdr") struct iphdr *checked_header(struct xdp_md *ctx) {
  struct iphdr *header = (void *)(long)ctx->data;
  if ((void *)(header + 1) > (void *)(long)ctx->data_end) return 0;
  return header;
}

SEC("replace/ip_hdr") struct iphdr *unchecked_header(struct xdp_md *ctx) {
  return (void *)(long)ctx->data;  // refused: is pkt, which ip_hdr does not return
}

SEC("replace/ip_hdr") struct iphdr *header_of_another(struct xdp_md *ctx) {
  struct xdp_md *other = packet_next();
  if (!other) return 0;
  struct iphdr *header = ip_hdr(other);
  bpf_packet_drop(other);
  return header;
}  // refused: which ip_hdr does not return

/// Looks the socket up, and locks it for a moment.
SEC("replace/sk_lookup") struct socket *counted_lookup(struct xdp_md *ctx) {
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return 0;
  socket_lock(sk);
  socket_unlock(sk);
  return sk;
}

SEC("replace/sk_lookup") struct socket *socket_forgotten(struct xdp_md *ctx) {
  sk_lookup(ctx);
  return 0;  // refused: Unreleased reference
}

SEC("replace/sk_lookup") struct socket *socket_still_locked(struct xdp_md *ctx) {
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return 0;
  socket_lock(sk);
  return sk;
}  // refused: socket::lock is still held, and sk_lookup does not leave it so

/// The lock is the caller's, and stays so.
SEC("replace/tcp_rcv") int checked_segment(struct xdp_md *ctx, struct tcphdr *th) {
  if (th->window == 0) return -1;
  return tcp_rcv(ctx, th);
}

SEC("replace/tcp_rcv") int segment_not_received(struct xdp_md *ctx, struct tcphdr *th) {
  return 0;  // refused: has value 0, but xdp_md<'a> is Bound, and not Received, as tcp_rcv promises
}

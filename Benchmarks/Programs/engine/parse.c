#include "engine.h"
/// Parses Ethernet, IPv4 and UDP, and rewrites addresses, ports, lifetime and checksum.
static noinline int rewrite(u8 *data, u8 *end, u32 round) {
  struct ethhdr *ethernet = (void *)data;
  struct iphdr *ip = (void *)(ethernet + 1);
  struct udphdr *udp = (void *)(ip + 1);
  if ((u8 *)(udp + 1) > end) return 0;
  if (ethernet->h_proto != bpf_htons(ETH_P_IP)) return 0;
  if (ip->version_ihl != 0x45 || ip->protocol != IPPROTO_UDP) return 0;
  for (int i = 0; i < ETH_ALEN; i++) {
    u8 octet = ethernet->h_dest[i];
    ethernet->h_dest[i] = ethernet->h_source[i];
    ethernet->h_source[i] = octet;
  }
  u32 address = ip->saddr;
  ip->saddr = ip->daddr;
  ip->daddr = address;
  u16 port = udp->source;
  udp->source = udp->dest;
  udp->dest = port;
  u32 sum = (u16)~ip->check + (u16)~ip->ttl + (u8)(64 + round);
  ip->ttl = 64 + round;
  sum = (sum & 0xffff) + (sum >> 16);
  ip->check = ~((sum & 0xffff) + (sum >> 16));
  return 1;
}

BENCH {
  u8 *data = PACKET(ctx), *end = PACKET_END(ctx);
  for (u32 round = 0; round < 1500; round++) {
    if (!rewrite(data, end, round & 1)) return XDP_ABORTED;
  }
  return XDP_TX;
}

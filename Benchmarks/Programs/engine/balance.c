#include "engine.h"
/// A layer-4 load balancer: hashes the flow, finds the backend in two maps, rewrites the packet.
struct flow {
  u32 source, destination;
  u16 source_port, destination_port;
  u32 protocol;
};

BATON_MAP(services, HASH, u64, u64, 10000);
BATON_MAP(backends, ARRAY, u32, u64, 256);

static inline u32 mix(u32 a, u32 b, u32 c) {
  a -= c; a ^= (c << 4) | (c >> 28); c += b;
  b -= a; b ^= (a << 6) | (a >> 26); a += c;
  c -= b; c ^= (b << 8) | (b >> 24); b += a;
  return a ^ b ^ c;
}

static noinline int balance(u8 *data, u8 *end, u32 round) {
  struct ethhdr *ethernet = (void *)data;
  struct iphdr *ip = (void *)(ethernet + 1);
  struct udphdr *udp = (void *)(ip + 1);
  if ((u8 *)(udp + 1) > end) return 0;
  if (ethernet->h_proto != bpf_htons(ETH_P_IP) || ip->version_ihl != 0x45) return 0;
  struct flow flow = {ip->saddr, ip->daddr, udp->source, udp->dest, ip->protocol};
  u32 hash = mix(flow.source ^ round, flow.destination,
                 (u32)flow.source_port << 16 | flow.destination_port);
  u64 service = (u64)(hash % 10000u) * 0x9e3779b97f4a7c15ull;
  u64 *known = bpf_map_lookup_elem(&services, &service);
  u32 key = (known ? *known : hash) & 255;
  u64 *backend = bpf_map_lookup_elem(&backends, &key);
  if (!backend) return 0;
  ip->daddr = (u32)*backend ^ hash;
  ip->ttl = 64;
  u32 sum = 0;
  u16 *words = (u16 *)ip;
  ip->check = 0;
  for (int i = 0; i < 10; i++) sum += words[i];
  sum = (sum & 0xffff) + (sum >> 16);
  ip->check = ~(sum + (sum >> 16));
  return 1;
}

BENCH {
  u8 *data = PACKET(ctx), *end = PACKET_END(ctx);
  for (u32 round = 0; round < 200; round++) {
    if (!balance(data, end, round)) return XDP_ABORTED;
  }
  return XDP_TX;
}

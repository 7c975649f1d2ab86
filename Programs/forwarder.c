/// A router for IPv4 and IPv6, and a bridge for all other frames: forwarder.h says how it is configured.
#include "forwarder.h"

static void count(enum fate fate) {
  u32 key = fate;
  u64 *number = bpf_map_lookup_elem(&counters, &key);
  if (number) *number += 1;
}

static int finish(enum fate fate, enum xdp_action action) {
  count(fate);
  return action;
}

/// Gives the packet away.
static int leave(struct xdp_md *ctx, u32 port, enum fate fate) {
  count(fate);
  bpf_packet_forward(ctx, port);
  return 0;
}

static int drop(enum fate fate) { return finish(fate, XDP_DROP); }

// Ethernet's addresses, which lie at even places.

static int is_same(const u8 *address, const struct mac_address *other) {
  return __builtin_memcmp((const struct mac_address *)address, other, ETH_ALEN) == 0;
}

static void set(u8 *address, const struct mac_address *value) {
  *(struct mac_address *)address = *value;
}

static int is_group(const u8 *address) { return address[0] & 1; }

/// A port that is up; null where it is not, or is none.
static struct port *find_port(u32 number) {
  struct port *port = bpf_map_lookup_elem(&ports, &number);
  return port && port->flags & PORT_UP ? port : 0;
}

// Routing.

/// Where an IP packet of that many octets goes on to, and by which port; null, and its fate, where it does not.
static struct next_hop *find_hop(u32 number, u32 length, struct port **port, enum fate *fate) {
  struct next_hop *hop = bpf_map_lookup_elem(&next_hops, &number);
  *fate = NO_NEXT_HOP;
  *port = hop ? find_port(hop->port) : 0;
  if (!*port) return 0;
  *fate = TOO_LONG;
  if (((*port)->mtu && length > (*port)->mtu) || (hop->mtu && length > hop->mtu)) return 0;
  return hop;
}

static int send(struct xdp_md *ctx, struct ethhdr *ethernet, struct port *port, struct next_hop *hop) {
  u32 number = hop->port;
  set(ethernet->h_dest, &hop->address);
  set(ethernet->h_source, &port->address);
  return leave(ctx, number, FORWARDED);
}

/// This network, loopback, groups, reserved addresses and the broadcast are nobody's (RFC 1812 §5.3.7).
static int is_martian(u32 address) {
  u32 first = bpf_ntohl(address) >> 24;
  return first == 0 || first == 127 || first >= 224;
}

/// Whether the words of a header come to all ones, as with a right checksum.
static int is_right(struct xdp_md *ctx, struct ip_headers *headers, u32 byte_count) {
  u16 *words = (u16 *)(&headers->ethernet + 1), options[OPTION_WORD_COUNT] = {};
  u32 sum = 0;
  for (u32 index = 0; index < sizeof headers->ip / 2; index++) sum += words[index];
  if (byte_count > sizeof headers->ip) {
    if (bpf_xdp_load_bytes(ctx, sizeof *headers, options, byte_count - sizeof headers->ip) < 0) return 0;
    for (u32 index = 0; index < OPTION_WORD_COUNT; index++) sum += options[index];
  }
  sum = (sum & 0xffff) + (sum >> 16);
  return (sum & 0xffff) + (sum >> 16) == 0xffff;
}

/// Takes one off the time to live, which is the first octet of the word that it shares with the protocol's number.
static void age(struct ip_headers *headers) {
  u16 old = headers->ip.ttl | headers->ip.protocol << 8;
  headers->ip.check = csum_replace(headers->ip.check, csum_diff2(old, old - 1));
  headers->ip.ttl -= 1;
}

static int route4(struct xdp_md *ctx, struct ip_headers *headers, void *limit) {
  if ((void *)(headers + 1) > limit) return drop(MALFORMED);
  u64 room = limit - (void *)(&headers->ethernet + 1);
  u32 header_length = (headers->ip.version_ihl & 15) * 4, length = bpf_ntohs(headers->ip.tot_len);
  if (headers->ip.version_ihl >> 4 != 4 || header_length < sizeof headers->ip) return drop(MALFORMED);
  if (length < header_length || length > room) return drop(MALFORMED);
  if (!is_right(ctx, headers, header_length)) return drop(BAD_CHECKSUM);
  if (is_martian(headers->ip.saddr) || is_martian(headers->ip.daddr)) return drop(MARTIAN);
  struct route_key key = {32, headers->ip.daddr};
  u32 *number = bpf_map_lookup_elem(&routes, &key);
  if (!number) return drop(NO_ROUTE);
  if (*number == HERE) return finish(PASSED, XDP_PASS);
  if (headers->ip.ttl <= 1) return drop(EXPIRED);
  enum fate fate;
  struct port *port;
  struct next_hop *hop = find_hop(*number, length, &port, &fate);
  if (!hop) return drop(fate);
  age(headers);
  return send(ctx, &headers->ethernet, port, hop);
}

/// Groups (ff00::/8) and what stays on its link (fe80::/10).
static int is_local6(const u32 *address) {
  u32 first = bpf_ntohl(address[0]);
  return first >> 24 == 0xff || first >> 22 == 0xfe80 >> 6;
}

/// The unspecified address, loopback, and, of a source, a group (RFC 4291 §2.5.2, §2.5.3 and §2.7).
static int is_martian6(const u32 *address) {
  return !address[0] && !address[1] && !address[2] && bpf_ntohl(address[3]) <= 1;
}

static int route6(struct xdp_md *ctx, struct ip6_headers *headers, void *limit) {
  if ((void *)(headers + 1) > limit) return drop(MALFORMED);
  u64 room = limit - (void *)(&headers->ethernet + 1);
  u32 length = sizeof headers->ip + bpf_ntohs(headers->ip.payload_len);
  if (headers->ip.version_priority >> 4 != 6 || length > room) return drop(MALFORMED);
  struct route6_key source = {128}, key = {128};
  for (int index = 0; index < 4; index++) {
    source.address[index] = headers->ip.saddr[index];
    key.address[index] = headers->ip.daddr[index];
  }
  // Neighbours are discovered from such addresses, and before there is one.
  if (is_local6(key.address)) return finish(PASSED, XDP_PASS);
  if (is_martian6(source.address) || is_martian6(key.address) || is_local6(source.address)) return drop(MARTIAN);
  u32 *number = bpf_map_lookup_elem(&routes6, &key);
  if (!number) return drop(NO_ROUTE);
  if (*number == HERE) return finish(PASSED, XDP_PASS);
  if (headers->ip.hop_limit <= 1) return drop(EXPIRED);
  enum fate fate;
  struct port *port;
  struct next_hop *hop = find_hop(*number, length, &port, &fate);
  if (!hop) return drop(fate);
  headers->ip.hop_limit -= 1;
  return send(ctx, &headers->ethernet, port, hop);
}

// Bridging.

/// Notes where the station is; where it was already, it is just used.
static void learn(const u8 *station, u32 port) {
  u32 *known = bpf_map_lookup_elem(&stations, station);
  if (!known || *known != port) bpf_map_update_elem(&stations, station, &port, BPF_ANY);
}

/// Sends the frame back if its port reflects.
static int reflect(struct port *port, enum fate fate) {
  return port->flags & PORT_REFLECTS ? finish(fate, XDP_TX) : drop(FILTERED);
}

/// Sends a copy of the frame by each other port.
static int flood(struct xdp_md *ctx, u32 own, struct port *port) {
  int is_sent = 0;
  for (u32 number = 0; number < PORT_COUNT; number++) {
    if (number == own || !find_port(number)) continue;
    struct xdp_md *copy = bpf_packet_copy(ctx);
    if (!copy) break;
    bpf_packet_forward(copy, number);
    is_sent = 1;
  }
  if (is_sent && !(port->flags & PORT_REFLECTS)) return drop(FLOODED);
  return reflect(port, FLOODED);
}

static int bridge(struct xdp_md *ctx, struct ethhdr *ethernet, u32 own, struct port *port) {
  u32 *known = is_group(ethernet->h_dest) ? 0 : bpf_map_lookup_elem(&stations, ethernet->h_dest);
  if (!known) return flood(ctx, own, port);
  u32 number = *known;
  if (number == own) return reflect(port, BRIDGED);
  if (!find_port(number)) return drop(FILTERED);
  return leave(ctx, number, BRIDGED);
}

/// Whether the frame asks who has an IPv4 address that is here.
static int asks_for_us(struct arp_headers *headers, void *limit) {
  if ((void *)(headers + 1) > limit) return 0;
  if (headers->ethernet.h_proto != bpf_htons(ETH_P_ARP)) return 0;
  if (headers->arp.ar_op != bpf_htons(ARPOP_REQUEST)) return 0;
  if (headers->arp.ar_hrd != bpf_htons(ARPHRD_ETHER)) return 0;
  if (headers->arp.ar_pro != bpf_htons(ETH_P_IP)) return 0;
  if (headers->arp.ar_hln != ETH_ALEN || headers->arp.ar_pln != sizeof(u32)) return 0;
  struct route_key key = {32, headers->arp.ar_tip};
  u32 *number = bpf_map_lookup_elem(&routes, &key);
  return number && *number == HERE;
}

/// Turns the request into its answer (RFC 826).
static int answer(struct arp_headers *headers, struct port *port) {
  u32 address = headers->arp.ar_tip;
  headers->arp.ar_op = bpf_htons(ARPOP_REPLY);
  headers->arp.ar_tip = headers->arp.ar_sip;
  headers->arp.ar_sip = address;
  set(headers->arp.ar_tha, (struct mac_address *)headers->arp.ar_sha);
  set(headers->arp.ar_sha, &port->address);
  set(headers->ethernet.h_dest, (struct mac_address *)headers->ethernet.h_source);
  set(headers->ethernet.h_source, &port->address);
  return finish(ANSWERED, XDP_TX);
}

int forward(struct xdp_md *ctx) {
  void *limit = (void *)(long)ctx->data_end;
  struct ethhdr *ethernet = (void *)(long)ctx->data;
  // The packet has just come in, so whoever runs this serves its port.
  u32 own = bpf_get_smp_processor_id();
  struct port *port = find_port(own);
  if (!port) return finish(UNCONFIGURED, XDP_PASS);
  if ((void *)(ethernet + 1) > limit) return drop(MALFORMED);
  if (is_group(ethernet->h_source) || is_same(ethernet->h_source, &port->address)) return drop(BAD_SOURCE);
  learn(ethernet->h_source, own);
  if (asks_for_us((void *)ethernet, limit)) return answer((void *)ethernet, port);
  if (!is_same(ethernet->h_dest, &port->address)) return bridge(ctx, ethernet, own, port);
  if (ethernet->h_proto == bpf_htons(ETH_P_IP)) return route4(ctx, (void *)ethernet, limit);
  if (ethernet->h_proto == bpf_htons(ETH_P_IPV6)) return route6(ctx, (void *)ethernet, limit);
  return finish(PASSED, XDP_PASS);
}

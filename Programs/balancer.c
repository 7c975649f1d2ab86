/// A balancer of layer 4 for TCP and UDP over IPv4: balancer.h says how it is configured.
#include "balancer.h"

static void add_one(void *map, u32 key) {
  u64 *count = bpf_map_lookup_elem(map, &key);
  if (count) *count += 1;
}

static int finish(enum fate fate, enum xdp_action action) {
  add_one(&counters, fate);
  return action;
}

// Choosing.

/// Spreads all bits over all bits (MurmurHash3's last step).
static u64 mix(u64 number) {
  number = (number ^ number >> 33) * 0xff51afd7ed558ccd;
  number = (number ^ number >> 33) * 0xc4ceb9fe1a85ec53;
  return number ^ number >> 33;
}

static u64 hash(const struct flow *flow) {
  u64 addresses = (u64)flow->destination << 32 | flow->source;
  u64 ports = (u64)flow->protocol << 32 | (u32)flow->destination_port << 16 | flow->source_port;
  return mix(mix(addresses) ^ ports);
}

/// Where in `backends` the one is that ranks highest for the flow among those of a set that are up; BACKEND_COUNT
/// where none is.
static u32 choose(u32 set, const struct flow *flow) {
  u64 seed = hash(flow), highest = 0;
  u32 chosen = BACKEND_COUNT;
  for (u32 place = 0; place < SET_SIZE; place++) {
    u32 key = set * SET_SIZE + place;
    struct backend *backend = bpf_map_lookup_elem(&backends, &key);
    if (!backend || !backend->is_up) continue;
    u64 rank = mix(seed ^ mix((u64)backend->port << 32 | backend->address));
    if (rank < highest) continue;
    highest = rank;
    chosen = key;
  }
  return chosen;
}

static int is_up(u32 place) {
  struct backend *backend = bpf_map_lookup_elem(&backends, &place);
  return backend && backend->is_up;
}

// Connections.

static struct flow reversed(const struct flow *flow) {
  struct flow back = {flow->destination, flow->source, flow->destination_port, flow->source_port, flow->protocol};
  return back;
}

/// Sees to it that the other direction of a connection is known, too, and so is not forgotten alone. Where the
/// client's packets come from now, its answers go.
static int keep_other(const struct flow *flow, const struct connection *connection, const struct mac_address *sender) {
  struct flow key = reversed(&connection->flow);
  struct connection *known = bpf_map_lookup_elem(&connections, &key);
  if (known && (connection->is_return || __builtin_memcmp(&known->next, sender, ETH_ALEN) == 0)) return 0;
  struct connection other = {reversed(flow), *sender, !connection->is_return, connection->backend};
  return bpf_map_update_elem(&connections, &key, &other, BPF_ANY);
}

static int expires(const struct headers *headers) { return headers->ip.ttl <= 1; }

/// A connection of the flow with a backend of the service that the flow is for. Returns its fate: BEGUN.
static enum fate begin(const struct headers *headers, const struct flow *flow, struct connection *connection) {
  struct service key = {flow->destination, flow->destination_port, flow->protocol};
  u32 *set = bpf_map_lookup_elem(&services, &key);
  if (!set) return PASSED;
  if (expires(headers)) return EXPIRED;
  u32 place = choose(*set, flow);
  struct backend *backend = bpf_map_lookup_elem(&backends, &place);
  if (!backend) return NO_BACKEND;
  connection->flow = *flow;
  connection->flow.destination = backend->address;
  connection->flow.destination_port = backend->port;
  connection->next = backend->hardware_address;
  connection->is_return = 0;
  connection->backend = place;
  if (bpf_map_update_elem(&connections, flow, connection, BPF_ANY) < 0) return NO_ROOM;
  add_one(&begun, place);
  return BEGUN;
}

/// The connection of the flow, which begins where there is none, or where a new one can't have the backend of the
/// last.
static enum fate find(const struct headers *headers, const struct flow *flow, int is_new,
                      struct connection *connection) {
  struct connection *known = bpf_map_lookup_elem(&connections, flow);
  if (!known || (is_new && !known->is_return && !is_up(known->backend))) return begin(headers, flow, connection);
  if (expires(headers)) return EXPIRED;
  *connection = *known;
  return known->is_return ? RETURNED : FORWARDED;
}

// Packets.

/// Writes other addresses, takes one off the time to live, and has IP's checksum follow; what has changed of the
/// addresses.
static u32 readdress(struct headers *headers, u32 source, u32 destination) {
  u32 difference = csum_diff4(headers->ip.saddr, source) + csum_diff4(headers->ip.daddr, destination);
  u16 lifetime = headers->ip.ttl | headers->ip.protocol << 8;
  headers->ip.check = csum_replace(headers->ip.check, difference + csum_diff2(lifetime, lifetime - 1));
  headers->ip.ttl -= 1;
  headers->ip.saddr = source;
  headers->ip.daddr = destination;
  return difference;
}

/// Sends a packet on from here.
static int send(struct ethhdr *ethernet, const struct mac_address *next, enum fate fate) {
  struct mac_address own = *(struct mac_address *)ethernet->h_dest;
  *(struct mac_address *)ethernet->h_dest = *next;
  *(struct mac_address *)ethernet->h_source = own;
  return finish(fate, XDP_TX);
}

/// Writes a packet's other ports; `check`, TCP's or UDP's, follows, also what has changed of the addresses.
static void translate(struct transport_headers *headers, u16 *check, u32 addresses, const struct flow *flow) {
  u32 difference = addresses + csum_diff2(headers->source_port, flow->source_port);
  difference += csum_diff2(headers->destination_port, flow->destination_port);
  headers->source_port = flow->source_port;
  headers->destination_port = flow->destination_port;
  // RFC 768: a checksum of zero is none.
  if (flow->protocol == IPPROTO_UDP && *check == 0) return;
  *check = csum_replace(*check, difference);
  if (flow->protocol == IPPROTO_UDP && *check == 0) *check = 0xffff;
}

/// Sends a packet of TCP or UDP, with whole headers, on in its connection.
static int forward(struct transport_headers *headers, u16 *check, int is_new) {
  struct flow flow = {headers->ip.saddr, headers->ip.daddr, headers->source_port, headers->destination_port,
                      headers->ip.protocol};
  struct mac_address sender = *(struct mac_address *)headers->ethernet.h_source;
  struct connection connection;
  enum fate fate = find((void *)headers, &flow, is_new, &connection);
  if (fate == PASSED) return finish(PASSED, XDP_PASS);
  if (fate > RETURNED) return finish(fate, XDP_DROP);
  if (keep_other(&flow, &connection, &sender) < 0) return finish(NO_ROOM, XDP_DROP);
  u32 addresses = readdress((void *)headers, connection.flow.source, connection.flow.destination);
  translate(headers, check, addresses, &connection.flow);
  return send(&headers->ethernet, &connection.next, fate);
}

/// Has the packet that is quoted read as its sender wrote it. Its own checksum follows, so that of ICMP, which covers
/// both, changes by the ports alone. TCP's or UDP's, which nobody looks at there, stays as it is.
static void translate_quoted(struct error_headers *headers, const struct flow *flow) {
  u32 difference = csum_diff4(headers->quoted.saddr, flow->source);
  difference += csum_diff4(headers->quoted.daddr, flow->destination);
  headers->quoted.check = csum_replace(headers->quoted.check, difference);
  headers->quoted.saddr = flow->source;
  headers->quoted.daddr = flow->destination;
  difference = csum_diff2(headers->source_port, flow->source_port);
  difference += csum_diff2(headers->destination_port, flow->destination_port);
  headers->icmp.checksum = csum_replace(headers->icmp.checksum, difference);
  headers->source_port = flow->source_port;
  headers->destination_port = flow->destination_port;
}

static int is_error(u8 type) {
  return type == ICMP_DEST_UNREACH || type == ICMP_TIME_EXCEEDED || type == ICMP_PARAMETERPROB;
}

/// Sends an ICMP error about a packet of a connection to who sent that. It comes the way that answers do; a router on
/// that way, which is no party to the connection, keeps its address.
static int report(struct error_headers *headers, u32 length, void *limit) {
  if (length < sizeof *headers || (void *)(headers + 1) > limit) return finish(PASSED, XDP_PASS);
  if (!is_error(headers->icmp.type)) return finish(PASSED, XDP_PASS);
  if (headers->quoted.version_ihl != 0x45 || headers->quoted.frag_off & bpf_htons(IP_OFFSET))
    return finish(PASSED, XDP_PASS);
  struct flow answer = {headers->quoted.daddr, headers->quoted.saddr, headers->destination_port, headers->source_port,
                        headers->quoted.protocol};
  struct connection *connection = bpf_map_lookup_elem(&connections, &answer);
  if (!connection || headers->ip.daddr != answer.destination) return finish(PASSED, XDP_PASS);
  if (expires((void *)headers)) return finish(EXPIRED, XDP_DROP);
  struct flow quoted = reversed(&connection->flow);
  translate_quoted(headers, &quoted);
  u32 source = headers->ip.saddr == answer.source ? connection->flow.source : headers->ip.saddr;
  readdress((void *)headers, source, connection->flow.destination);
  return send(&headers->ethernet, &connection->next, REPORTED);
}

/// Whether it is a packet of IPv4 for this host alone, with such a protocol.
static int is_for_us(struct headers *headers, void *limit) {
  if ((void *)(headers + 1) > limit || headers->ethernet.h_dest[0] & 1) return 0;
  if (headers->ethernet.h_proto != bpf_htons(ETH_P_IP) || headers->ip.version_ihl >> 4 != 4) return 0;
  u8 protocol = headers->ip.protocol;
  return protocol == IPPROTO_TCP || protocol == IPPROTO_UDP || protocol == IPPROTO_ICMP;
}

int balance(struct xdp_md *ctx) {
  void *limit = (void *)(long)ctx->data_end;
  struct headers *headers = (void *)(long)ctx->data;
  if (!is_for_us(headers, limit)) return finish(PASSED, XDP_PASS);
  if (headers->ip.version_ihl != 0x45) return finish(OPTIONS, XDP_PASS);
  if (headers->ip.frag_off & bpf_htons(IP_MF | IP_OFFSET)) return finish(FRAGMENT, XDP_PASS);
  u64 room = limit - (void *)&headers->ethernet;
  u32 length = sizeof headers->ethernet + bpf_ntohs(headers->ip.tot_len);
  if (length > room) return finish(MALFORMED, XDP_DROP);
  if (headers->ip.protocol == IPPROTO_ICMP) return report((void *)headers, length, limit);
  struct udp_headers *udp = (void *)headers;
  struct tcp_headers *tcp = (void *)headers;
  if (headers->ip.protocol == IPPROTO_UDP) {
    if (length < sizeof *udp || (void *)(udp + 1) > limit) return finish(MALFORMED, XDP_DROP);
    return forward((void *)headers, &udp->udp.check, 0);
  }
  if (length < sizeof *tcp || (void *)(tcp + 1) > limit) return finish(MALFORMED, XDP_DROP);
  return forward((void *)headers, &tcp->tcp.check, (tcp->tcp.flags & (TCP_SYN | TCP_ACK)) == TCP_SYN);
}

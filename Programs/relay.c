/// Relays datagrams to a server, and its answers back.
#include "relay.h"

/// Copies a client; whether there is one.
static int get(u32 number, struct udp_flow *flow) {
  struct client *client = bpf_map_lookup_elem(&clients, &number);
  if (!client) return 0;
  bpf_spin_lock(&client->lock);
  *flow = client->flow;
  bpf_spin_unlock(&client->lock);
  return flow->version != 0;
}

/// Gives a client the next number; the one before who had that is forgotten.
static int add(const struct udp_flow *flow, u32 *number) {
  u32 key = 0;
  u32 *count = bpf_map_lookup_elem(&counts, &key);
  if (!count) return 0;
  *number = next_number(count);
  struct client *client = bpf_map_lookup_elem(&clients, number);
  if (!client) return 0;
  bpf_spin_lock(&client->lock);
  client->flow = *flow;
  bpf_spin_unlock(&client->lock);
  return bpf_map_update_elem(&numbers, flow, number, BPF_ANY) == 0;
}

/// The number of a client, which is new or known.
static int number_of(const struct udp_flow *flow, u32 *number) {
  struct udp_flow known;
  u32 *found = bpf_map_lookup_elem(&numbers, flow);
  if (!found) return add(flow, number);
  *number = *found;
  return (get(*number, &known) && is_peer(&known, flow)) || add(flow, number);
}

/// Where a datagram goes on: whether anywhere.
static int find_way(const struct udp_flow *from, struct udp_flow *to) {
  u32 number = 0;
  struct udp_flow *upstream = bpf_map_lookup_elem(&server, &number);
  if (!upstream) return 0;
  if (from->source == upstream->source) {
    if (!number_of(from, &number)) return 0;
    *to = *upstream;
    to->source = bpf_htons(FIRST_PORT + number);
    return 1;
  }
  number = bpf_ntohs(from->source) - FIRST_PORT;
  return number < CLIENT_COUNT && is_peer(from, upstream) && get(number, to);
}

int receive(struct xdp_md *ctx) {
  if (any_ip_rcv(ctx) < 0) return XDP_PASS;
  struct udphdr *uh = udp_hdr(ctx);
  struct udp_flow from, to;
  if (!uh || udp_check(ctx, uh) < 0 || udp_sender(ctx, uh, &from) < 0) return XDP_PASS;
  if (!find_way(&from, &to)) return XDP_PASS;
  udp_forward(ctx, &to, sizeof to);
  return 0;
}

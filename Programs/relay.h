/// A relay for UDP, in C (relay.c) and in Swift (relay.swift): what clients send to one of its ports goes on to a server, and
/// what that answers goes back to who has asked. Each datagram goes on in the packet that brought it.
///
/// `server` is filled in by somebody else with a `udp_flow`: the version of IP (four octets, the lowest first), the relay's port
/// and the server's (two octets each, the highest first), and the server's address (16 octets; one of IPv4 and 12 zeros). So
/// requests to port 53 go to port 5353 of 10.0.0.2 after
///
///     baton map update server 0 hex:04000000003514e90a000002000000000000000000000000
#pragma once

#include "netstack.h"

enum { CLIENT_COUNT = 4096, FIRST_PORT = 20000 };

/// Who has asked, from one of the relay's ports each: what comes back there is his.
struct client {
  struct bpf_spin_lock lock;
  struct udp_flow flow;
};

/// Whom requests go to.
BATON_MAP(server, ARRAY, u32, struct udp_flow, 1);
/// By port, from FIRST_PORT on.
BATON_MAP(clients, ARRAY, u32, struct client, CLIENT_COUNT);
/// The same the other way round; who has not asked for longest is forgotten.
BATON_MAP(numbers, LRU_HASH, struct udp_flow, u32, CLIENT_COUNT);
/// How many clients there have been.
BATON_MAP(counts, ARRAY, u32, u32, 1);

__program("datapath") int receive(struct xdp_md *ctx);

/// Several workers count at once.
static inline u32 next_number(u32 *count) { return __sync_fetch_and_add(count, 1) % CLIENT_COUNT; }

/// Whether it is the same address and port, as seen from wherever.
static inline int is_peer(const struct udp_flow *one, const struct udp_flow *other) {
  u32 difference = (one->version ^ other->version) | (one->dest ^ other->dest);
  for (int word = 0; word < 4; word++) difference |= one->daddr[word] ^ other->daddr[word];
  return !difference;
}

/// A balancer of layer 4 for TCP and UDP over IPv4: what its programs share in C (balancer.c) and in Swift
/// (balancer.swift).
///
/// It translates addresses in both directions. Packets to a virtual address and port go on to a backend, which sees
/// the client's own address, and answers by way of the balancer: backends have the virtual address, or whatever
/// address the balancer's host has, as their gateway, and clients are in another network than backends. A packet
/// leaves by the queue that it came from.
///
///     baton run Programs/balancer.c --device afxdp:eth0 --address 192.0.2.1/24   # answers to ARP and ping
///     baton map update backends 16 hex:0a00000b1f9002000000000b01000000   # set 1, place 0: 10.0.0.11:8080, up
///     baton map update services hex:c000020100500600 1                    # 192.0.2.1:80 by TCP: set 1
///     baton map dump counters                                             # by `enum fate`, a number for each worker
///
/// A set of backends is a row of SET_SIZE places in `backends`, so set 1 begins at 16. Of those that are up each
/// client's connection gets the one that ranks highest for it (rendezvous hashing): when one comes or goes, only
/// those connections get another one that have to. Connections that there are keep theirs as long as `connections`
/// has them, whatever happens to the set, until a new SYN comes and the backend isn't up any more. It forgets who was
/// silent for longest.
///
/// Any packet begins a connection, not only a SYN: so a balancer that was restarted, or another one beside it, finds
/// the backend that a connection has, unless the set has changed. A backend's address and port belong to one service.
///
/// ICMP errors about a packet of a connection go to whoever sent it, so that paths' MTUs are discovered. Passed to
/// the host's network stack, which answers or drops them: what is for no service and of no connection, all other
/// ICMP, so that ping reaches the balancer, and fragments and packets with IP options, also those of connections.
/// Wrong checksums stay wrong.
#pragma once

#include "baton.h"
#include "packet.h"

/// What became of a packet; each has one fate.
enum fate {
  /// To the backend of its connection.
  FORWARDED,
  /// The same of a connection that begins.
  BEGUN,
  /// From a backend to its client.
  RETURNED,
  /// An ICMP error, to whoever has sent what it quotes.
  REPORTED,
  /// Given to the host's network stack, as are the two kinds that follow.
  PASSED,
  FRAGMENT,
  OPTIONS,
  /// Has no whole headers, or they contradict its length.
  MALFORMED,
  /// No backend of the service is up.
  NO_BACKEND,
  EXPIRED,
  /// There is no memory for a connection at the moment.
  NO_ROOM,
  FATE_COUNT
};

enum { SERVICE_COUNT = 256, SET_COUNT = 64, SET_SIZE = 16, BACKEND_COUNT = SET_COUNT * SET_SIZE };
/// Of entries in both directions.
enum { CONNECTION_COUNT = 131072 };

struct mac_address {
  u8 octets[ETH_ALEN];
} __attribute__((aligned(2)));

/// A virtual address and port, as on the wire, and a protocol's number.
struct service {
  u32 address;
  u16 port;
  u8 protocol;
  u8 zero;
};

struct backend {
  /// As on the wire.
  u32 address;
  u16 port;
  struct mac_address hardware_address;
  /// Whether connections may begin there: 1, else 0.
  u32 is_up;
};

/// Whose a packet is, with all as on the wire.
struct flow {
  u32 source;
  u32 destination;
  u16 source_port;
  u16 destination_port;
  u8 protocol;
  u8 zero[3];
};

/// One direction of a connection, under the flow that its packets come with.
struct connection {
  /// What they leave with.
  struct flow flow;
  struct mac_address next;
  /// Whether they come from the backend.
  u16 is_return;
  /// Where that is in `backends`.
  u32 backend;
};

/// From virtual addresses to the number of a set.
BATON_MAP(services, HASH, struct service, u32, SERVICE_COUNT);
BATON_MAP(backends, ARRAY, u32, struct backend, BACKEND_COUNT);
BATON_MAP(connections, LRU_HASH, struct flow, struct connection, CONNECTION_COUNT);
BATON_MAP(counters, PERCPU_ARRAY, u32, u64, FATE_COUNT);
/// How many connections have begun at each place of `backends`.
BATON_MAP(begun, PERCPU_ARRAY, u32, u64, BACKEND_COUNT);

/// The headers of IPv4 without options. They begin at even addresses.
struct headers {
  struct ethhdr ethernet;
  struct iphdr ip;
} __attribute__((packed, aligned(2)));
struct transport_headers {
  struct ethhdr ethernet;
  struct iphdr ip;
  /// Of TCP and UDP alike.
  u16 source_port;
  u16 destination_port;
} __attribute__((packed, aligned(2)));
struct tcp_headers {
  struct ethhdr ethernet;
  struct iphdr ip;
  struct tcphdr tcp;
} __attribute__((packed, aligned(2)));
/// Those of an ICMP error, and of what it quotes.
struct error_headers {
  struct ethhdr ethernet;
  struct iphdr ip;
  struct icmphdr icmp;
  struct iphdr quoted;
  u16 source_port;
  u16 destination_port;
} __attribute__((packed, aligned(2)));
struct udp_headers {
  struct ethhdr ethernet;
  struct iphdr ip;
  struct udphdr udp;
} __attribute__((packed, aligned(2)));

__program("datapath") int balance(struct xdp_md *ctx);

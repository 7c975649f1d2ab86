/// A router for IPv4 and IPv6, and a bridge for all other frames: what its programs share in C (forwarder.c) and in
/// Swift (forwarder.swift).
///
/// A port is a device, and has the number of the worker that serves it: in the order in which devices are given, each
/// with one queue. With one device the router is one-armed.
///
///     baton run Programs/forwarder.c --device afxdp:eth0 --device afxdp:eth1 --address 192.0.2.1/24
///     baton map update ports 0 hex:020000000001dc0501000000       # eth0: its address, an MTU of 1500, PORT_UP
///     baton map update ports 1 hex:020000000002dc0501000000
///     baton map update next_hops 1 hex:020000000a01000001000000   # a host's or router's address, no MTU, by port 1
///     baton map update routes hex:18000000c6336400 1              # 198.51.100.0/24 by next hop 1
///     baton map update routes hex:20000000c0000201 0              # 192.0.2.1 is here
///     baton map dump counters                                     # by `enum fate`, a number for each worker
///
/// Numbers are stored with their lowest octet first, but for addresses, which are as on the wire. Hosts on a link are
/// routes of 32 or 128 bits.
///
/// What comes to a port's address is routed: longest prefix first. The time to live is one less, and nothing else
/// changes but the checksum and Ethernet's addresses; options are left as they are. Nobody is told of what is dropped,
/// as no ICMP errors are sent, and nothing is fragmented; but all is counted. Requests of ARP for an address that is
/// here are answered. All else that is for the host is passed to its network stack (`--address`): packets to where
/// route 0 leads, or to multicast and link-local IPv6 addresses.
///
/// Other frames are bridged. The station that has sent one is learnt, with its port. A frame to a station that is known
/// leaves by that one's port, one to a group or to a station that nobody knows by all other ports. By the port that it
/// came from a frame leaves only if that reflects (IEEE 802.1Q, "reflective relay"), for stations that send everything
/// to their switch, such as Linux's `macvlan` in the mode `vepa`. There is no spanning tree: who makes loops has them.
#pragma once

#include "baton.h"
#include "packet.h"

/// What became of a packet; each has one fate.
enum fate {
  /// Routed.
  FORWARDED,
  BRIDGED,
  /// Bridged by all ports that are up, as it is for a group or nobody knows where.
  FLOODED,
  /// A request of ARP.
  ANSWERED,
  /// Given to the host's network stack.
  PASSED,
  /// Came in by a port that isn't up; passed, too.
  UNCONFIGURED,
  /// Has no whole headers, or they contradict its length.
  MALFORMED,
  /// An Ethernet source that is a group, or the port itself.
  BAD_SOURCE,
  BAD_CHECKSUM,
  /// From or to an IP address that is nobody's.
  MARTIAN,
  NO_ROUTE,
  /// A route leads to a next hop that is not in `next_hops`, or whose port isn't up.
  NO_NEXT_HOP,
  EXPIRED,
  /// Longer than the MTU on the way on.
  TOO_LONG,
  /// For nobody at another port that is up.
  FILTERED,
  FATE_COUNT
};

enum { PORT_COUNT = 8, NEXT_HOP_COUNT = 1024, ROUTE_COUNT = 16384, STATION_COUNT = 4096 };
/// Of a port. One that reflects sends frames back to where they came from.
enum { PORT_UP = 1, PORT_REFLECTS = 2 };
/// Of two octets each, of a header of IPv4.
enum { OPTION_WORD_COUNT = 20 };
/// The number in `routes` of what is here.
enum { HERE = 0 };

struct mac_address {
  u8 octets[ETH_ALEN];
} __attribute__((aligned(2)));

struct port {
  struct mac_address address;
  /// How long an IP packet may be that leaves here, in octets; 0 for no limit.
  u16 mtu;
  u32 flags;
};

struct next_hop {
  struct mac_address address;
  /// The same on the way to there, where that is less; or 0.
  u16 mtu;
  u32 port;
};

/// As LPM tries have it: how many bits count, then an address.
struct route_key {
  u32 prefix_length;
  u32 address;
};
struct route6_key {
  u32 prefix_length;
  u32 address[4];
};

BATON_MAP(ports, ARRAY, u32, struct port, PORT_COUNT);
/// From prefixes to numbers in `next_hops`.
BATON_MAP(routes, LPM_TRIE, struct route_key, u32, ROUTE_COUNT);
BATON_MAP(routes6, LPM_TRIE, struct route6_key, u32, ROUTE_COUNT);
BATON_MAP(next_hops, HASH, u32, struct next_hop, NEXT_HOP_COUNT);
/// The port where a station was seen last.
BATON_MAP(stations, LRU_HASH, struct mac_address, u32, STATION_COUNT);
BATON_MAP(counters, PERCPU_ARRAY, u32, u64, FATE_COUNT);

/// The headers that are looked at. They begin at even addresses.
struct arp_headers {
  struct ethhdr ethernet;
  struct arphdr arp;
} __attribute__((packed, aligned(2)));
struct ip_headers {
  struct ethhdr ethernet;
  struct iphdr ip;
} __attribute__((packed, aligned(2)));
struct ip6_headers {
  struct ethhdr ethernet;
  struct ipv6hdr ip;
} __attribute__((packed, aligned(2)));

__program("datapath") int forward(struct xdp_md *ctx);

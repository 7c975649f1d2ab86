/// Packet headers with Linux's names, in network byte order, and what programs need to read them.
#pragma once

#include "types.h"

#define bpf_htons(value) __builtin_bswap16(value)
#define bpf_ntohs(value) __builtin_bswap16(value)
#define bpf_htonl(value) __builtin_bswap32(value)
#define bpf_ntohl(value) __builtin_bswap32(value)

enum { ETH_ALEN = 6, ETH_P_IP = 0x0800, ETH_P_ARP = 0x0806, ETH_P_IPV6 = 0x86dd };
enum { IPPROTO_ICMP = 1, IPPROTO_TCP = 6, IPPROTO_UDP = 17 };

struct ethhdr {
  u8 h_dest[ETH_ALEN];
  u8 h_source[ETH_ALEN];
  u16 h_proto;
} __attribute__((packed));

/// RFC 791 §3.1.
struct iphdr {
  /// Version in the upper four bits, header length in words in the lower ones.
  u8 version_ihl;
  u8 tos;
  u16 tot_len;
  u16 id;
  u16 frag_off;
  u8 ttl;
  u8 protocol;
  u16 check;
  u32 saddr;
  u32 daddr;
} __attribute__((packed));

/// RFC 9293 §3.1.
struct tcphdr {
  u16 source;
  u16 dest;
  u32 seq;
  u32 ack_seq;
  /// Header length in words, in the upper four bits.
  u8 doff;
  /// FIN 1, SYN 2, RST 4, PSH 8, ACK 16.
  u8 flags;
  u16 window;
  u16 check;
  u16 urg_ptr;
} __attribute__((packed));

/// RFC 768.
struct udphdr {
  u16 source;
  u16 dest;
  u16 len;
  u16 check;
} __attribute__((packed));

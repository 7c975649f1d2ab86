/// Packet headers with Linux's names, in network byte order, and what programs need to read them.
#pragma once

#include "types.h"

#define bpf_htons(value) __builtin_bswap16(value)
#define bpf_ntohs(value) __builtin_bswap16(value)
#define bpf_htonl(value) __builtin_bswap32(value)
#define bpf_ntohl(value) __builtin_bswap32(value)

enum { ETH_ALEN = 6, ETH_P_IP = 0x0800, ETH_P_ARP = 0x0806, ETH_P_IPV6 = 0x86dd };
enum { IPPROTO_ICMP = 1, IPPROTO_TCP = 6, IPPROTO_UDP = 17 };

/// Of `iphdr.frag_off`, as a number: more fragments follow, and where this one belongs.
enum { IP_MF = 0x2000, IP_OFFSET = 0x1fff };
/// Of `tcphdr.flags` (RFC 9293 §3.1).
enum { TCP_FIN = 1, TCP_SYN = 2, TCP_RST = 4, TCP_PSH = 8, TCP_ACK = 16, TCP_URG = 32 };
/// Of `icmphdr`, those that quote a packet.
enum { ICMP_DEST_UNREACH = 3, ICMP_TIME_EXCEEDED = 11, ICMP_PARAMETERPROB = 12 };
/// Of `arphdr`.
enum { ARPHRD_ETHER = 1, ARPOP_REQUEST = 1, ARPOP_REPLY = 2 };

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

/// RFC 792.
struct icmphdr {
  u8 type;
  u8 code;
  u16 checksum;
  /// By the type.
  u32 rest;
} __attribute__((packed));

/// RFC 8200 §3.
struct ipv6hdr {
  /// Version in the upper four bits, the upper half of the traffic class in the lower ones.
  u8 version_priority;
  u8 flow_lbl[3];
  u16 payload_len;
  u8 nexthdr;
  u8 hop_limit;
  u32 saddr[4];
  u32 daddr[4];
} __attribute__((packed));

/// RFC 826, of Ethernet and IPv4.
struct arphdr {
  u16 ar_hrd;
  u16 ar_pro;
  u8 ar_hln;
  u8 ar_pln;
  u16 ar_op;
  u8 ar_sha[ETH_ALEN];
  u32 ar_sip;
  u8 ar_tha[ETH_ALEN];
  u32 ar_tip;
} __attribute__((packed));

// What becomes of a checksum when words that it covers change (RFC 1624, equation 3). All numbers are as they stand
// in the packet. Up to 65,000 differences may be added up.

static inline u32 csum_diff2(u16 old, u16 changed) { return (u16)~old + changed; }

static inline u32 csum_diff4(u32 old, u32 changed) {
  return csum_diff2(old, changed) + csum_diff2(old >> 16, changed >> 16);
}

/// The checksum after that difference.
static inline u16 csum_replace(u16 check, u32 difference) {
  u32 sum = (difference & 0xffff) + (difference >> 16) + (u16)~check;
  sum = (sum & 0xffff) + (sum >> 16);
  return ~((sum & 0xffff) + (sum >> 16));
}

/// A lean TCP path as an interface: what each step demands, and what it leaves the packet in.
#pragma once

#include "baton.h"

struct iphdr {
  u8 version_and_length;
  u8 service;
  u16 length;
  u16 identification;
  u16 fragment;
  u8 time_to_live;
  u8 protocol;
  u16 checksum;
  u32 source;
  u32 destination;
};

struct tcphdr {
  u16 source;
  u16 destination;
  u32 sequence;
  u32 acknowledged;
  u16 flags;
  u16 window;
  u16 checksum;
  u16 urgent;
};

/// A socket that was looked up for a packet.
struct __destructor("socket_put") socket {
  u64 lock __opaque;
  u16 port;
};

/// The headers, where the packet is long enough.
__states(xdp_md, Raw, PostIP, Bound, Received) __final_of(xdp_md, Raw, PostIP, Bound)
__contract("(xdp_md<'a>) -> packet_mem<'a>?") __roles("datapath")
struct iphdr *ip_hdr(struct xdp_md *ctx);
__contract("(xdp_md<'a>) -> packet_mem<'a>?") __roles("datapath")
struct tcphdr *tcp_hdr(struct xdp_md *ctx);

/// Network layer: 0, or negative for a packet that isn't for us.
__contract("(xdp_md<Raw,'a>, packet_mem<'a>) -> xdp_md<PostIP,'a> on 0 | xdp_md<Raw,'a> on <0")
__roles("datapath")
int ip_rcv(struct xdp_md *ctx, struct iphdr *iph);

/// The socket that the packet is for.
__contract("(xdp_md<PostIP,'a>) -> own socket<'a>?, xdp_md<Bound,'a> on !null") __roles("datapath")
struct socket *sk_lookup(struct xdp_md *ctx);
__contract("(own socket<'a,'s>) -> consumed 's") __excludes_lock("'s::lock") __roles("datapath")
void socket_put(struct socket *sk);

__contract("(socket<'a>)") __acquires_lock("socket<'a>::lock") __roles("datapath")
void socket_lock(struct socket *sk);
__contract("(socket<'a>)") __releases_lock("socket<'a>::lock") __roles("datapath")
void socket_unlock(struct socket *sk);

/// Transport layer: 0, or negative for a segment that was not taken.
__contract("(xdp_md<Bound,'a>, packet_mem<'a>) -> xdp_md<Received,'a> on 0 | xdp_md<Bound,'a> on <0")
__requires_lock("socket<'a>::lock") __roles("datapath")
int tcp_rcv(struct xdp_md *ctx, struct tcphdr *th);

/// The packet goes to whoever reads the socket.
__contract("(socket<'a>, own xdp_md<Received,'a>) -> consumed 'a")
__requires_lock("socket<'a>::lock") __roles("datapath")
void queue_to_socket(struct socket *sk, struct xdp_md *ctx);

/// Another packet, for programs that take several at a time.
__contract("() -> own xdp_md<'b>?") __roles("datapath")
struct xdp_md *packet_next(void);

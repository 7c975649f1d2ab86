/// The network stack's steps: what `net_rcv` does in one, for data paths that take them one by one, leave out what they
/// don't need, and decide in between where and when to go on.
///
/// A packet comes to its socket by `ip_rcv` or `ip6_rcv`, `sk_lookup`, `tcp_rcv` and `queue_to_socket`, in this order; the
/// contracts let no other one pass. A packet on which a step fails is as it was: give it to `net_rcv`, return `XDP_PASS`, or drop it.
///
/// A datagram of UDP comes to who has bound its port by `udp_rcv`, or to the program itself by `udp_check`.
#pragma once

// Who has locked a socket has the stack that it belongs to: what takes a stack itself would wait for ever.
#if !defined(BATON_TAKES_STACK)
#define BATON_TAKES_STACK __excludes_lock("socket::lock")
#elif defined(BATON_INTERFACE)
#error "an interface includes netstack.h before baton.h: what is said of sockets there is a part of it"
#endif

/// How far the steps have brought a packet. One whose octets were acknowledged has to get to its socket.
#if !defined(BATON_PACKET_STATES)
#define BATON_PACKET_STATES                                                                   \
  __states("Raw, PostIP, Bound, Received, Datagram") __final("Raw, PostIP, Bound, Datagram")   \
  __holds("Raw", "stage == 0") __holds("PostIP", "stage == 1") __holds("Bound", "stage == 2") \
  __holds("Received", "stage == 3") __holds("Datagram", "stage == 4")
#endif

#include "baton.h"
#include "packet.h"

/// A socket that was looked up for a packet: it stays what it is until it is put, also once its connection is over.
struct __destructor("socket_put") __version(BATON_INTERFACE_VERSION) __holds("held", "lock != 0") socket {
  u64 lock __opaque;
};

// Headers: null where the packet has none that is whole.

__contract("(xdp_md<'p>) -> packet_mem<'p>?") __roles("datapath")
struct iphdr *ip_hdr(struct xdp_md *ctx);

__contract("(xdp_md<'p>) -> packet_mem<'p>?") __roles("datapath")
struct ipv6hdr *ip6_hdr(struct xdp_md *ctx);

/// The header behind that of IP, of either version, and what extends it, where that says that it is one of TCP.
__contract("(xdp_md<'p>) -> packet_mem<'p>?") __roles("datapath")
struct tcphdr *tcp_hdr(struct xdp_md *ctx);

/// The same for UDP.
__contract("(xdp_md<'p>) -> packet_mem<'p>?") __roles("datapath")
struct udphdr *udp_hdr(struct xdp_md *ctx);

// From layer to layer.

/// The network layer: 0 for an IPv4 datagram that is whole, for this host and no fragment. Else it is the full path's: −74
/// where it is malformed, −99 where it is for somebody else, −95 where it is a fragment, −6 where there is no host.
__contract("(xdp_md<Raw,'p>, packet_mem<'p>) -> xdp_md<PostIP,'p> on 0 | xdp_md<Raw,'p> on <0")
__roles("datapath")
int ip_rcv(struct xdp_md *ctx, struct iphdr *iph);

/// The same for IPv6. Extension headers are read past; −95 also where they ask for what is refused with an error.
__contract("(xdp_md<Raw,'p>, packet_mem<'p>) -> xdp_md<PostIP,'p> on 0 | xdp_md<Raw,'p> on <0")
__roles("datapath")
int ip6_rcv(struct xdp_md *ctx, struct ipv6hdr *ip6h);

/// The network layer of whichever version of IP the packet is: 0, or what `ip_rcv` or `ip6_rcv` says else; −74 where it has
/// neither header. The packet is then in the state that these leave it in.
static inline __attribute__((always_inline)) int any_ip_rcv(struct xdp_md *ctx) {
  struct iphdr *iph = ip_hdr(ctx);
  if (iph) return ip_rcv(ctx, iph);
  struct ipv6hdr *ip6h = ip6_hdr(ctx);
  return ip6h ? ip6_rcv(ctx, ip6h) : -74;
}

/// The socket that the segment is for: its connection, or who listens. Null where there is none, or it is no segment.
__contract("(xdp_md<PostIP,'p>) -> own socket<'p>?, xdp_md<Bound,'p> on !null")
BATON_TAKES_STACK __roles("datapath")
struct socket *sk_lookup(struct xdp_md *ctx);

/// Has done with the socket.
__contract("(own socket<'p,'s>) -> consumed 's") BATON_TAKES_STACK __roles("datapath")
void socket_put(struct socket *sk);

/// Nobody else uses the socket, nor the stack that it belongs to, until it is unlocked.
__contract("(socket<'p>)") __acquires_lock("socket<'p>::lock") __roles("datapath")
void socket_lock(struct socket *sk);

/// Lets others go on. What is to be sent is sent by then, as by `tcp_push`.
__contract("(socket<'p,'s>)") __releases_lock("'s::lock") __ends_parts("'s") __roles("datapath")
void socket_unlock(struct socket *sk);

/// The transport layer: what the segment says to its connection. 0 where it carries octets that are acknowledged now, and
/// have to be queued. −61 where it has told all that it had to tell; −11 where one of its flow that came before it is still
/// on its way, for which `net_rcv` has it wait; −74 where it is malformed, −22 where it is not
/// of this socket.
__contract("(xdp_md<Bound,'p>, packet_mem<'p>) -> xdp_md<Received,'p> on 0 | xdp_md<Bound,'p> on <0")
__requires_lock("socket<'p>::lock") __roles("datapath")
int tcp_rcv(struct xdp_md *ctx, struct tcphdr *th);

/// What the packet carries can be read from the socket, where all before it can. The packet is the socket's.
__contract("(socket<'p>, own xdp_md<Received,'p>) -> consumed 'p")
__requires_lock("socket<'p>::lock") __roles("datapath")
void queue_to_socket(struct socket *sk, struct xdp_md *ctx);

/// Gives a UDP datagram to who has bound its port, or tells its sender that nobody has.
__contract("(own xdp_md<PostIP,'p>, packet_mem<'p>) -> consumed 'p") __ends("'p")
BATON_TAKES_STACK __roles("datapath")
void udp_rcv(struct xdp_md *ctx, struct udphdr *uh);

// Datagrams that are the program's own. Which ports these are it alone knows: nothing is to be bound.

/// Whom a datagram goes to, and from which port of the host's; numbers as they stand in headers.
struct udp_flow {
  /// 4 or 6.
  u32 version;
  u16 source;
  u16 dest;
  /// An address of IPv4 is the first word, and the others are 0.
  u32 daddr[4];
};

/// The transport layer of UDP: 0 where the datagram is whole, and its checksum is right or, over IPv4, missing. −74 where it is
/// malformed, or of another protocol; −6 where there is no host.
__contract("(xdp_md<PostIP,'p>, packet_mem<'p>) -> xdp_md<Datagram,'p> on 0 | xdp_md<PostIP,'p> on <0")
__roles("datapath")
int udp_check(struct xdp_md *ctx, struct udphdr *uh);

/// Who has sent a datagram, as one to send to: 0, or −74 where the packet has no header of IP.
static inline __attribute__((always_inline)) int udp_sender(struct xdp_md *ctx, struct udphdr *uh,
                                                     struct udp_flow *from) {
  *from = (struct udp_flow){.version = 4, .source = uh->dest, .dest = uh->source};
  struct iphdr *iph = ip_hdr(ctx);
  if (iph) {
    from->daddr[0] = iph->saddr;
    return 0;
  }
  struct ipv6hdr *ip6h = ip6_hdr(ctx);
  if (!ip6h) return -74;
  from->version = 6;
  for (int word = 0; word < 4; word++) from->daddr[word] = ip6h->saddr[word];
  return 0;
}

/// Sends a datagram back to where it came from, with other octets, which may lie in it. 0, or else it is dropped: −90 where they
/// are more than a packet holds, −22 where it came from port 0, which wants no answer, −74 where its headers are not what they
/// were.
__contract("(own xdp_md<Datagram,'p>, mem<'n>, size<'n>) -> ..0, consumed 'p") __ends("'p") __reads_packet
__roles("datapath")
int udp_answer(struct xdp_md *ctx, const void *data, u32 size);

/// Sends a datagram on, with the octets that it carries now; `to` is a `udp_flow`, of `to_size` octets. 0 where it goes, or waits
/// for the neighbour's address, or else it is dropped: −22 where the flow is none, −90 where it is longer than a packet there,
/// −101 where there is no way, −74 where its headers are not what they were.
__contract("(own xdp_md<Datagram,'p>, mem<'f>, size<'f>) -> ..0, consumed 'p") __ends("'p")
__roles("datapath")
int udp_forward(struct xdp_md *ctx, const void *to, u32 to_size);

/// Sends a datagram of the program's own, by this worker's queue. 0, or as of `udp_forward`; −105 where no packet is free, −6 where
/// there is no host.
__contract("(mem<'f>, size<'f>, mem<'n>, size<'n>) -> ..0") __reads_packet __roles("datapath, worker")
int udp_send(const void *to, u32 to_size, const void *data, u32 size);

// What the user of a socket does. The connections of a port that a run names by `--listen` are the programs' own; those of a
// service are read and written by it.

/// How many octets can be read.
__contract("(socket<'p>) -> 0..") __requires_lock("socket<'p>::lock") __roles("datapath")
int socket_readable(struct socket *sk);

/// How many octets can be written.
__contract("(socket<'p>) -> 0..") __requires_lock("socket<'p>::lock") __roles("datapath")
int socket_writable(struct socket *sk);

/// Copies octets that can be read, from `offset` on, and leaves them there; how many.
__contract("(socket<'p>, _, out mem<'n>, size<'n>) -> 0..'n") __requires_lock("socket<'p>::lock")
__roles("datapath")
int socket_peek(struct socket *sk, u32 offset, void *buffer, u32 size);

/// Where `size` octets lie that can be read, from `offset` on: they stay there until something is read or consumed, or the
/// socket is unlocked. Null where there are fewer, or they lie in several pieces: `socket_peek` copies those.
__contract("(socket<'p,'s>, _, size<'n>) -> rdonly mem<'n,'s>?") __requires_lock("'s::lock")
__roles("datapath")
const void *socket_data(struct socket *sk, u32 offset, u32 size);

/// Copies octets that can be read, and consumes them; how many.
__contract("(socket<'p,'s>, out mem<'n>, size<'n>) -> 0..'n") __requires_lock("'s::lock")
__ends_parts("'s") __roles("datapath")
int socket_read(struct socket *sk, void *buffer, u32 size);

/// Consumes up to `count` octets that can be read; how many there were.
__contract("(socket<'p,'s>, _) -> 0..") __requires_lock("'s::lock") __ends_parts("'s")
__roles("datapath")
int socket_consume(struct socket *sk, u32 count);

/// Writes octets to be sent, as many as there is room for; how many. −32 where nothing can be written any more.
__contract("(socket<'p>, mem<'n>, size<'n>) -> -32..'n") __requires_lock("socket<'p>::lock") __reads_packet
__roles("datapath")
int socket_write(struct socket *sk, const void *buffer, u32 size);

/// Sends what was written, and then the end.
__contract("(socket<'p>)") __requires_lock("socket<'p>::lock") __roles("datapath")
void socket_close(struct socket *sk);

/// Has the service whose connection it is take a step, as `net_serve` does with any: a request or some that have arrived, or
/// a piece of a long one. Whether that has come anywhere: 1, else 0, as there was nothing to do, or more has to come first.
__contract("(socket<'p,'s>) -> 0..1") __requires_lock("'s::lock") __ends_parts("'s")
__roles("datapath")
int socket_serve(struct socket *sk);

/// Sends what is to be sent now.
__contract("(socket<'p>)") __requires_lock("socket<'p>::lock") __roles("datapath")
void tcp_push(struct socket *sk);

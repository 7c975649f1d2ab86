/// How the run time describes a packet. Not for programs: what they know by the name `xdp_md` is one of these.
#pragma once

#include "types.h"

/// What `baton_packet.stage` counts.
enum baton_stage {
  /// Nothing is known of it.
  BATON_STAGE_RAW = 0,
  /// The network layer has taken it.
  BATON_STAGE_POST_IP = 1,
  /// A socket was looked up for it.
  BATON_STAGE_BOUND = 2,
  /// The socket's connection has acknowledged what it carries: it has to get there.
  BATON_STAGE_RECEIVED = 3,
  /// It is a datagram that a program takes itself, or has made.
  BATON_STAGE_DATAGRAM = 4,
};

/// A chunk's first octets, which are the stack's: programs move no packet into them, as Linux keeps some for itself, too.
#define BATON_RESERVED_BYTES 96

/// Where a packet buffer is; one cache line each, in a table beside the buffers. The table is what
/// is aligned: Swift imports no type that asks for more than 16 bytes.
struct baton_packet {
  /// Native addresses; `hard_start + reserved octets <= data_meta <= data <= data_end <= hard_start
  /// + chunk size`.
  u64 data;
  u64 data_end;
  u64 data_meta;
  u64 hard_start;
  /// When the device handed it over, in nanoseconds of the world's clock.
  u64 received_at;
  u32 ingress_ifindex;
  u32 rx_queue_index;
  u32 egress_ifindex;
  /// Index of the chunk in its pool.
  u32 chunk;
  /// The pool that the chunk goes home to.
  u32 pool;
  /// The worker that received it, which owns the queue that it goes out of or home through.
  u16 worker;
  /// How far the network stack's steps have brought it: a `baton_stage`.
  u16 stage;
};
_Static_assert(sizeof(struct baton_packet) == 64, "one cache line");

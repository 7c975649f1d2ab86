/// How the run time describes a packet. Not for programs: what they know by the name `xdp_md` is one of these.
#pragma once

#include "types.h"

/// Where a packet buffer is; one cache line each, in a table beside the buffers. The table is what
/// is aligned: Swift imports no type that asks for more than 16 bytes.
struct baton_packet {
  /// Native addresses; `hard_start <= data_meta <= data <= data_end <= hard_start + chunk size`.
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
  u32 worker;
};
_Static_assert(sizeof(struct baton_packet) == 64, "one cache line");

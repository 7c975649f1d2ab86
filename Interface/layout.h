/// How the run time lays out in memory what programs, engines and devices share. Not for programs.
#pragma once

#include "baton.h"

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
  u32 reserved;
};
_Static_assert(sizeof(struct baton_packet) == 64, "one cache line");

/// The head of a map that programs hold the address of.
struct baton_map {
  u32 type;
  u32 key_size;
  u32 value_size;
  u32 max_entries;
  /// Distance between two values of an array map.
  u64 stride;
  /// The first value of an array map, or the table of another.
  u64 storage;
};

struct baton_program;

/// A coroutine's frame: this head, then the BPF stacks of its functions, the innermost lowest.
///
/// Each function's stack is followed, below, by a linkage record; a call and a suspension both
/// write it, so that resuming is returning:
///
///     high  | stack of f0                  |  r10 of f0 points here
///           | record: r6 r7 r8 r9 link     |  link = where f0 goes on after f1
///           | stack of f1                  |  r10 of f1 = the record's address
///           | record: r6 r7 r8 r9 link     |  <- `record` while suspended in f1
///     low   | this head                    |
struct baton_frame {
  struct coroutine handle;
  /// Address of the innermost linkage record while suspended.
  u64 record;
  /// What a coroutine owns from the start: null once it gave the packet away.
  struct baton_packet *packet;
  struct baton_program *program;
  /// The next frame, in the slab's free list or in the list of those to destroy.
  struct baton_frame *next;
  /// The worker whose slab the frame belongs to.
  u32 home;
  u32 state;
};

/// A linkage record: what a function needs to go on once its callee or its resumer returns.
struct baton_record {
  u64 r6;
  u64 r7;
  u64 r8;
  u64 r9;
  u64 link;
};

/// What the code that runs on a worker knows about where it runs. One a worker, never shared.
struct baton_execution {
  /// The coroutine that runs, or that a queue program is looking at.
  struct baton_frame *current;
  /// Native stack pointers to unwind to, one a level: worker, coroutine, queue program.
  u64 worker_base;
  u64 coroutine_base;
  u64 queue_base;
  /// The native object that serves exported functions on this worker.
  void *services;
  u32 worker;
  u32 worker_count;
};

/// Programs that run for longer than they may.
#pragma once

#include "baton.h"
#include "packet.h"

struct place {
  struct bpf_spin_lock lock;
  struct bpf_list_head head __contains(coroutine, node);
};

/// Those that wait until somebody owns them.
BATON_MAP(guests, ARRAY, u32, struct place, 1);

/// A lock that somebody else may hold for long.
struct locked {
  struct bpf_spin_lock lock;
  u32 count;
};
BATON_MAP(locks, ARRAY, u32, struct locked, 1);

#if defined(__bpf__)
struct {
  int(*type)[BPF_MAP_TYPE_RINGBUF];
  int(*max_entries)[65536];
} records SEC(".maps");
#else
extern struct bpf_map records;
#endif

/// What a packet's first octet asks for.
enum kind {
  ANSWER = 0,
  /// A loop in a loop, of as many rounds as there may be.
  LOOP = 1,
  /// Awaits a queue that never keeps it.
  INSIST = 2,
  /// Has the worker do what LOOP does.
  LOOP_IN_WORKER = 3,
  /// Takes the lock.
  LOCK = 4,
  /// Waits until somebody owns it.
  GUEST = 5,
  /// Does what LOOP does, two calls deep, while it owns a guest, and a record in each of two functions.
  LOOP_AS_OWNER = 6,
};

__program("datapath") int answer(struct xdp_md *ctx);
__program("queue") int be_guest(struct coroutine *handle, u64 argument);
__program("queue") int refuse(struct coroutine *handle, u64 argument);
__program("worker") int work(struct worker_ctx *ctx);

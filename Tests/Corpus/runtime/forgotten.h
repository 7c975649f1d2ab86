/// Coroutines that wait, some of them for ever, and own more than their packets meanwhile.
#pragma once

#include "baton.h"
#include "packet.h"

struct place {
  struct bpf_spin_lock lock;
  struct bpf_list_head head __contains(coroutine, node);
};

/// Those that wait, and those that others are to own.
BATON_MAP(places, ARRAY, u32, struct place, 2);

/// What became of those that were taken out, by worker.
struct outcomes {
  u64 cancelled;
  u64 others;
};
BATON_MAP(outcomes, ARRAY, u32, struct outcomes, 2);

/// Records that are owned while their owners wait.
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
  /// Waits in a list, two calls deep, and owns a record in each of two functions.
  WAIT = 1,
  /// Waits in another list until somebody owns it, or for ever.
  GUEST = 2,
  /// Waits like the first, and owns a guest.
  HOST = 3,
  /// Sleeps for twenty milliseconds.
  SLEEP = 4,
  /// Has the worker resume, or destroy, all that wait.
  RESUME_ALL = 5,
  DESTROY_ALL = 6,
  /// Has the workers resume one that waits now and then.
  RESUME_SOME = 7,
};

__program("datapath") int wait_long(struct xdp_md *ctx);
/// Keeps a handle in the place of that number.
__program("queue") int keep(struct coroutine *handle, u64 place);
__program("queue") int sleep_until(struct coroutine *handle, u64 deadline);
__program("worker") int work(struct worker_ctx *ctx);

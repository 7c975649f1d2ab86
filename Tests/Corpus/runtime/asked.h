/// A data path that another worker asks to stop, again and again, and that goes on each time.
#pragma once

#include "baton.h"
#include "packet.h"

/// By worker.
struct place {
  struct bpf_spin_lock lock;
  struct bpf_list_head head __contains(coroutine, node);
};
BATON_MAP(places, ARRAY, u32, struct place, 2);

struct tally {
  /// Requests that were made, and that were refused.
  u64 asked;
  u64 refused;
  /// Suspensions, by reason.
  u64 quantum;
  u64 request;
  /// Runs that were seen to go on after a request for an earlier one.
  u64 others;
};
BATON_MAP(tallies, ARRAY, u32, struct tally, 1);

/// What walks go over: each entry adds to the sum.
BATON_MAP(entries, HASH, u32, u64, 64);

enum {
  ENTRY_COUNT = 40,
  /// The second worker asks the first one.
  WORKING = 0,
  ASKING = 1,
  /// How often a packet's work is done, at the most.
  ROUND_COUNT_MAX = 4096,
};

/// What a packet asks for, and how it is answered.
struct work {
  u8 addresses[14];
  u16 rounds;
  u64 sum;
};

/// Walks over the map, as often as the packet says.
__program("datapath") __preemptible int walk_often(struct xdp_md *ctx);
__program("queue") int on_preempt(struct coroutine *handle, u64 reason);
__program("worker") int work_or_ask(struct worker_ctx *ctx);

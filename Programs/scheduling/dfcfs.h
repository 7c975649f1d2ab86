/// First come, first served, in a line for each worker: what comes to a worker's device queue is served by it, or, where
/// that is wanted, by one that has nothing to do.
///
/// What lies in the device queue of a worker that is busy, others can't see. So where they are to steal, it looks there
/// once in a quantum, and then goes on with what it was at, unless that was stolen.
#pragma once

#include "idle.h"

/// Whether workers that have nothing to do serve those of others.
BATON_VARIABLE(u32, steals, 0);
/// In nanoseconds.
BATON_VARIABLE(u64, quantum, 5000);

struct line {
  struct bpf_spin_lock lock;
  u32 count;
  struct bpf_list_head head __contains(coroutine, node);
};

BATON_MAP(lines, ARRAY, u32, struct line, WORKER_MAX);

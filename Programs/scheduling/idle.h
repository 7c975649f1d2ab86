/// Which workers have nothing to do, so that whoever has work for any of them wakes one.
#pragma once

#include "synthetic.h"

/// A bit for each.
BATON_MAP(idle, ARRAY, u32, u64, 1);

static inline u64 *idle_workers(void) {
  u32 key = 0;
  return bpf_map_lookup_elem(&idle, &key);
}

/// There is nothing to do for the worker: what its program returns. It looks once more before it sleeps.
static inline int be_idle(u32 worker) {
  u64 *idle = idle_workers();
  if (idle) __sync_fetch_and_or(idle, 1ull << (worker % WORKER_MAX));
  return -1;
}

/// Wakes the first of these workers that has nothing to do, if there is one.
static inline void wake_idle_of(u64 workers) {
  u64 *idle = idle_workers();
  if (!idle) return;
  for (int attempt = 0; attempt < WORKER_MAX; attempt++) {
    u64 candidates = *(volatile u64 *)idle & workers;
    u64 first = candidates & -candidates;
    if (first == 0) return;
    // Somebody else may have woken it.
    if (!(__sync_fetch_and_and(idle, ~first) & first)) continue;
    bpf_worker_wake(__builtin_popcountll(first - 1));
    return;
  }
}

static inline void wake_idle(void) { wake_idle_of(~0ull); }

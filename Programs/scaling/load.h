/// What the scaling policies know of workers, from run to run.
#pragma once

#include "../../Interface/baton.h"

#define WORKER_COUNT_MAX 64

struct load {
  /// When and what was seen last.
  u64 seen_at;
  u64 arrived;
  u64 busy;
  /// How much of the time it works, in thousandths: a mean of some runs.
  u32 share;
  /// Whether a packet that had arrived by the last run still waits.
  u32 waits;
  /// How long packets have waited at least, in nanoseconds.
  u64 delay;
  /// When it was seen awake last.
  u64 awake_at;
  /// Where it is, of policies that place workers by what they have to do.
  u32 core;
};

BATON_MAP(loads, ARRAY, u32, struct load, WORKER_COUNT_MAX);
/// When any of them was seen awake last.
BATON_MAP(awake, ARRAY, u32, u64, 1);

static inline u64 *last_awake(void) {
  u32 zero = 0;
  return bpf_map_lookup_elem(&awake, &zero);
}

/// Whether none of those that were looked at now is awake: then the policy may wait until one wakes.
static inline int all_sleep(u64 now) {
  u64 *last = last_awake();
  return last && *last != now;
}

/// What is known of the worker now; null where there is no such.
static inline struct load *look_at(u32 worker, u64 now) {
  struct worker_signals signals;
  struct load *load = bpf_map_lookup_elem(&loads, &worker);
  if (!load || bpf_worker_signals(worker, &signals, sizeof signals) < 0) return 0;
  u64 elapsed = now - load->seen_at;
  load->waits = load->seen_at && signals.received < load->arrived;
  load->delay = load->waits ? load->delay + elapsed : 0;
  if (load->seen_at && elapsed > 0) {
    u64 share = (signals.busy - load->busy) * 1000 / elapsed;
    if (share > 1000) share = 1000;
    load->share = (load->share * 7 + share) / 8;
  }
  load->seen_at = now;
  load->arrived = signals.arrived;
  load->busy = signals.busy;
  if (!signals.is_parked) {
    u64 *last = last_awake();
    if (last) *last = now;
    load->awake_at = now;
  }
  return load;
}

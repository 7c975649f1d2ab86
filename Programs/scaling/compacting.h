/// As few cores as it takes to keep packets from waiting for longer than the target: one more as soon as one waits so long,
/// one less once all would be busy for no more than some share of the time.
#pragma once

#include "load.h"

enum {
  /// How often it is run, in nanoseconds.
  INTERVAL = 20000,
  /// How long packets may wait, where nobody says.
  DEFAULT_TARGET = 50000,
  /// In thousandths of a core: what each of fewer cores may have to do.
  SHARE_MAX = 700,
  /// For how long fewer have to be enough, in nanoseconds.
  PATIENCE = 5000000,
};

struct state {
  u32 cores;
  u64 enough_since;
};

BATON_MAP(states, ARRAY, u32, struct state, 1);

/// What all workers need together.
struct need {
  /// In thousandths of a core.
  u32 share;
  u64 delay;
};

__program("policy") u64 compacting(struct policy_ctx *ctx);

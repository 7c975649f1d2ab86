/// As few cores as it takes to keep packets from waiting for longer than the target: one more as soon as one waits so long, or
/// a core is busy nearly all the time, so that lines of the program's own may get longer and longer there; one less once all would
/// be busy for no more than some share of the time. Before there are more, workers move from the fullest core to others.
#pragma once

#include "packing.h"

enum {
  /// How often it is run, in nanoseconds.
  INTERVAL = 20000,
  /// How long packets may wait, where nobody says.
  DEFAULT_TARGET = 50000,
  /// In thousandths of a core: what each of fewer cores may have to do.
  SHARE_MAX = 700,
  /// The same: who has more to do than this has too much.
  SHARE_FULL = 900,
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

#if defined(LINE)
/// How long the first one in the program's own line has waited.
static inline u64 delay_in_line(void) {
  struct queue_signals line;
  bpf_queue_signals(LINE, &line, sizeof line);
  return line.oldest;
}
#else
static inline u64 delay_in_line(void) { return 0; }
#endif

__program("policy") u64 compacting(struct policy_ctx *ctx);

/// The rule that Shenango publishes (Ousterhout et al., NSDI 2019): every five microseconds, one more core where a packet has
/// waited for the whole of an interval; a core whose workers have nothing to do is given back.
///
/// As there, a core looks for work for a while before it is given back.
#pragma once

#include "load.h"

enum {
  /// How often it is run, in nanoseconds.
  INTERVAL = 5000,
  /// For how many runs, one after the other, a core is to be of no use.
  PATIENCE = 10,
};

struct state {
  u32 cores;
  /// For how many runs there has been one too many, and how many were of use at once meanwhile.
  u32 spare_runs;
  u32 most_busy;
};

BATON_MAP(states, ARRAY, u32, struct state, 1);

/// On which of so many cores a worker is: with one core more, only those move that go to the new one, from a single other one
/// (linear hashing), as cores may change with each run.
static inline u32 core_of(u32 worker, u32 cores) {
  // Rounded up to a power of two, less one.
  u32 mask = cores - 1;
  mask |= mask >> 1;
  mask |= mask >> 2;
  mask |= mask >> 4;
  u32 core = worker & mask;
  return core < cores ? core : core & mask >> 1;
}

__program("policy") u64 shenango(struct policy_ctx *ctx);

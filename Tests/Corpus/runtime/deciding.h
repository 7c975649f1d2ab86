/// A policy that does what it is told, and data paths that say where they run.
#pragma once

#include "baton.h"
#include "packet.h"

/// How the policy decides.
enum manner {
  /// Each worker goes where `places` says.
  MANNER_OBEYS = 0,
  /// It wishes for workers, groups and cores that there are not.
  MANNER_ASKS_FOR_NONSENSE = 1,
  /// It wants something else each time.
  MANNER_OSCILLATES = 2,
  MANNER_THROWS = 3,
  /// It never ends.
  MANNER_RUNS_ON = 4,
};

#define DECIDING_WORKERS 4

struct report {
  u64 runs;
  u64 refused;
  /// What it was told of the first worker, the first group and itself.
  struct worker_signals worker;
  struct group_signals group;
  u64 now;
  u32 worker_count;
  u32 core_count;
  /// What a look at a worker that there is not came to.
  s64 missing;
};

BATON_MAP(manners, ARRAY, u32, u32, 1);
BATON_MAP(places, ARRAY, u32, u32, DECIDING_WORKERS);
BATON_MAP(reports, ARRAY, u32, struct report, 1);

__program("datapath") int answer(struct xdp_md *ctx);
__program("policy") u64 decide(struct policy_ctx *ctx);

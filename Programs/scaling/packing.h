/// On which core each worker is: wherever it is, until its core goes, or one has too much to do while another has little.
#pragma once

#include "load.h"

enum {
  /// In thousandths of a core: what a move has to take off the core that has most, or the worker stays.
  GAIN_MIN = 100,
  /// How many move at a time.
  MOVES_MAX = 8,
};

/// How many workers are on how many cores; the cores that have most and least to do, and how much that is, in thousandths. What
/// loops end by stands here: numbers in registers would be others for the verifier after each number of rounds.
struct spread {
  u32 workers;
  u32 cores;
  u32 fullest;
  u32 most;
  u32 emptiest;
  u32 least;
  /// The best move that was found: whose, and what the fuller one of both cores has after it.
  u32 mover;
  u32 after;
};

BATON_MAP(spreads, ARRAY, u32, struct spread, 1);
/// How much each core's workers have to do, in thousandths.
BATON_MAP(core_shares, ARRAY, u32, u32, WORKER_COUNT_MAX);

static inline struct load *load_of(u32 worker) { return bpf_map_lookup_elem(&loads, &worker); }

static inline u32 *share_of(u32 core) { return bpf_map_lookup_elem(&core_shares, &core); }

static inline struct spread *the_spread(void) {
  u32 zero = 0;
  return bpf_map_lookup_elem(&spreads, &zero);
}

static inline void add_to(u32 core, u32 share) {
  u32 *sum = share_of(core);
  if (sum) *sum += share;
}

/// Looks which cores have most and least to do.
static inline void compare_cores(struct spread *spread) {
  spread->most = 0;
  spread->least = ~0u;
  for (u32 core = 0; core < WORKER_COUNT_MAX && core < spread->cores; core++) {
    u32 *sum = share_of(core);
    if (!sum) continue;
    if (*sum >= spread->most) {
      spread->most = *sum;
      spread->fullest = core;
    }
    if (*sum < spread->least) {
      spread->least = *sum;
      spread->emptiest = core;
    }
  }
}

static inline void forget_shares(struct spread *spread) {
  for (u32 core = 0; core < WORKER_COUNT_MAX && core < spread->cores; core++) {
    u32 *sum = share_of(core);
    if (sum) *sum = 0;
  }
}

/// The last core has gone: its workers come to the one that has least to do of those that are left, and go on from there.
static inline void give_up_core(struct spread *spread) {
  compare_cores(spread);
  for (u32 worker = 0; worker < WORKER_COUNT_MAX && worker < spread->workers; worker++) {
    struct load *load = load_of(worker);
    if (load && load->core >= spread->cores) load->core = spread->emptiest;
  }
}

/// Moves the worker from the fullest core to the emptiest that makes the fuller one of both as empty as can be. 0: it isn't
/// worth it.
static inline int move_one(struct spread *spread) {
  spread->after = spread->most;
  for (u32 worker = 0; worker < WORKER_COUNT_MAX && worker < spread->workers; worker++) {
    struct load *load = load_of(worker);
    if (!load || load->core != spread->fullest) continue;
    u32 left = spread->most - load->share;
    u32 after = spread->least + load->share;
    if (after < left) after = left;
    if (after >= spread->after) continue;
    spread->after = after;
    spread->mover = worker;
  }
  struct load *load = load_of(spread->mover);
  if (!load || spread->after + GAIN_MIN > spread->most) return 0;
  load->core = spread->emptiest;
  add_to(spread->emptiest, load->share);
  add_to(spread->fullest, -load->share);
  compare_cores(spread);
  return 1;
}

/// Moves workers as long as that is worth it. 0: it was not.
static inline int even_out(struct spread *spread) {
  u32 moves = 0;
  while (moves < MOVES_MAX && move_one(spread)) moves++;
  return moves > 0;
}

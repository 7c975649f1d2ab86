/// What the programs of this folder that are written in Swift have in common.
#pragma once

#include "lean_program.h"

static const int drop = XDP_DROP;
static const int pass = XDP_PASS;

/// Lets the value lie in the stack for a while.
static inline struct xdp_md *spilled(struct xdp_md *ctx) {
  struct xdp_md *volatile place = ctx;
  return place;
}

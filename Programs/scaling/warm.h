/// A pool of cores that do not sleep while they are idle: whoever comes to one of them runs at once. Meanwhile they are lent to
/// best-effort groups, as all idle cores are.
#pragma once

#include "baton.h"

/// How many of the first group's cores.
BATON_VARIABLE(u32, warm_cores, 1);

/// How often it is run, in nanoseconds.
enum { INTERVAL = 1000000000 };

__program("policy") u64 warm(struct policy_ctx *ctx);

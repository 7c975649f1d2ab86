/// First come, first served, but who has waited for too long is not served any more: under overload, those that are
/// answered are answered in time.
#pragma once

#include "line.h"

/// How long a request may wait, in nanoseconds.
BATON_VARIABLE(u64, age_max, 1000000);
/// How many were dropped for their age.
BATON_VARIABLE(u64, dropped, 0);

/// How many are dropped in a row before the worker looks at its device.
enum { DROP_MAX = 64 };

/// Several workers count at once.
static inline void count_dropped(void) { __sync_fetch_and_add(&dropped, 1); }

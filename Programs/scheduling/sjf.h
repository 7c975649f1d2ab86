/// The shortest expected job first: what is expected of a class is how long its requests have taken so far.
#pragma once

#include "order.h"

/// In nanoseconds, by class; an exponentially weighted mean.
BATON_MAP(expectations, ARRAY, u32, u64, CLASS_COUNT);

/// A new request counts for one part in 2 to the power of this.
enum { WEIGHT_SHIFT = 4 };

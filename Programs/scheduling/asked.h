/// Processor sharing at a dispatcher's request: the first worker serves nobody, and asks each of the others, on their cores, once
/// a quantum to let go of the request that it serves. What they serve lies in one line.
#pragma once

#include "line.h"

/// In nanoseconds.
BATON_VARIABLE(u64, quantum, 5000);

/// When the dispatcher looks at each worker again. Each look takes cache lines from the worker: it is the only one.
BATON_MAP(next_looks, ARRAY, u32, u64, WORKER_MAX);

enum { DISPATCHER = 0 };

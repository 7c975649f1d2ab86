/// Processor sharing: each request is served for a quantum, and goes to the end of the line.
#pragma once

#include "line.h"

/// In nanoseconds.
BATON_VARIABLE(u64, quantum, 5000);

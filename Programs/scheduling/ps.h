/// Processor sharing: one line for all workers, at whose end those go whose turn is over.
#pragma once

#include "waiting.h"

/// How long a turn is, in nanoseconds.
enum { QUANTUM = 5000 };

/// Processor sharing: one line for all workers, at whose end those go whose turn is over.
#pragma once

#include "idle.h"

/// How long a turn is, in nanoseconds.
enum { QUANTUM = 5000 };

BATON_HANDLES(waiting, WAITING_MAX);

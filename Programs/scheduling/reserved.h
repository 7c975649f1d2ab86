/// Cores that are reserved for short requests: the first workers serve those alone, the others serve all, long ones first,
/// as nobody else does.
#pragma once

#include "idle.h"

/// Classes below this are short; workers below that are reserved for them.
BATON_VARIABLE(u32, short_classes, 1);
BATON_VARIABLE(u32, reserved_workers, 1);

BATON_HANDLES(short_line, WAITING_MAX);
BATON_HANDLES(long_line, WAITING_MAX);

/// As `compacting.h`, and with the queue whose line counts, too: that of the program which this one is linked with.
#pragma once

#include "compacting.h"

int line_up(struct coroutine *handle, u64 argument);

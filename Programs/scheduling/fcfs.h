/// First come, first served: one line for all workers.
#pragma once

#include "idle.h"

BATON_HANDLES(waiting, WAITING_MAX);

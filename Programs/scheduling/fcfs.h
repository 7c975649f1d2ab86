/// First come, first served: one line for all workers.
#pragma once

#include "waiting.h"

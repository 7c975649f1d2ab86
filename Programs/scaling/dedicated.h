/// Each worker has a core of its own, as far as there are so many.
#pragma once

#include "baton.h"

enum { WORKER_COUNT_MAX = 64, INTERVAL = 1000000000 };

__program("policy") u64 dedicated(struct policy_ctx *ctx);

/// Whoever has something to do has a core of its own, as far as there are so many: those that sleep take up none.
/// Where all sleep, whoever wakes has it look again.
#pragma once

#include "load.h"

/// How often it is run, in nanoseconds; who has slept for so long, sleeps.
enum { INTERVAL = 20000, PATIENCE = 1000000 };

__program("policy") u64 spreading(struct policy_ctx *ctx);

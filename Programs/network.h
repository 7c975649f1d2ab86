/// A host: every packet goes to the network stack, and services answer what has arrived.
#pragma once

#include "baton.h"

/// How many steps of services a packet pays for at most.
enum { STEP_COUNT = 64 };

__program("datapath") __preemptible int receive(struct xdp_md *ctx);
__program("queue") int on_preempt(struct coroutine *handle, u64 argument);
__program("worker") int work(struct worker_ctx *ctx);

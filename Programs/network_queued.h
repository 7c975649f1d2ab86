/// A host whose requests wait: a packet goes to the network stack at once, so that nothing is late that TCP has to do in
/// time; what has arrived is answered once a worker comes to it.
#pragma once

#include "baton.h"

/// How many steps of services a packet pays for at most, and how many data paths a worker resumes at once.
enum { STEP_COUNT = 64, BATCH_COUNT = 32 };

__program("datapath") __preemptible int receive(struct xdp_md *ctx);
__program("queue") int wait_for_turn(struct coroutine *handle, u64 argument);
__program("queue") int on_preempt(struct coroutine *handle, u64 argument);
__program("worker") int work(struct worker_ctx *ctx);

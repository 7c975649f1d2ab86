/// Programs that run for longer than they may.
#pragma once

#include "baton.h"
#include "packet.h"

/// What a packet's first octet asks for.
enum kind {
  ANSWER = 0,
  /// A loop in a loop, of as many rounds as there may be.
  LOOP = 1,
  /// Awaits a queue that never keeps it.
  INSIST = 2,
  /// Has the worker do what LOOP does.
  LOOP_IN_WORKER = 3,
};

__program("datapath") int answer(struct xdp_md *ctx);
__program("queue") int refuse(struct coroutine *handle, u64 argument);
__program("worker") int work(struct worker_ctx *ctx);

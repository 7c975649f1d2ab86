/// A lean TCP server: each packet's way through the stack is the program's own.
#pragma once

#include "netstack.h"

/// How many steps of its service a packet pays for at most.
enum { LEAN_STEP_COUNT = 16 };

__program("datapath") int receive(struct xdp_md *ctx);
__program("worker") int work(struct worker_ctx *ctx);

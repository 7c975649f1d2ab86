/// A TCP server whose requests wait in line.
#pragma once

#include "netstack.h"

/// How many requests wait at most, and into how many pieces a service may divide one.
enum { WAITING_MAX = 16384, PIECE_MAX = 8192 };
/// How long a turn is, in nanoseconds; 0: as long as it takes.
BATON_VARIABLE(u64, quantum, 5000);
/// What `tcp_rcv` says of a segment without octets.
enum { TCP_HAS_TOLD = -61 };

BATON_HANDLES(waiting, WAITING_MAX);

__program("datapath") __preemptible int receive(struct xdp_md *ctx);
__program("queue") int line_up(struct coroutine *handle, u64 argument);
__program("queue") int on_preempt(struct coroutine *handle, u64 reason);
__program("worker") int work(struct worker_ctx *ctx);

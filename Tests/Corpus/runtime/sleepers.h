/// Data paths that sleep before they answer, on the timer wheel of the worker that received the packet.
#pragma once

#include "baton.h"
#include "packet.h"

/// The packet's first two octets are how many microseconds it sleeps, the lower one first; it is answered with how many
/// it slept in the next four.
__program("datapath") int answer_later(struct xdp_md *ctx);
__program("queue") int sleep_until(struct coroutine *handle, u64 deadline);
__program("worker") int wake(struct worker_ctx *ctx);

/// Suspended data paths in a map of handles, while it is closed: the first one in is the first one out.
#pragma once

#include "baton.h"
#include "packet.h"

BATON_HANDLES(pending, 8);

struct gate {
  u32 is_open;
};

BATON_MAP(gates, ARRAY, u32, struct gate, 1);

/// The packet's first octet is 1 to open the gate. It is answered with what the wait returned, negated, in the second.
__program("datapath") int wait_at_gate(struct xdp_md *ctx);
__program("queue") int line_up(struct coroutine *handle, u64 argument);
__program("worker") int let_through(struct worker_ctx *ctx);

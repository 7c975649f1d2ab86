/// A data path that takes as long as its packet says, and can't be suspended meanwhile, so that its core stands still.
#pragma once

#include "baton.h"
#include "packet.h"

/// In milliseconds.
#define SPIN_UNIT 5

/// The packet's first octet says for how many units; the second one is made to say on which worker.
__program("datapath") int answer(struct xdp_md *ctx);
__program("worker") int rest(struct worker_ctx *ctx);

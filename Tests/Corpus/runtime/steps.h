/// A host whose data paths wait before the network layer, between the transport layer and the socket, and before their request
/// is answered: each time, any worker may go on with them, in whatever order it likes.
#pragma once

#include "netstack.h"

struct waiting {
  struct bpf_spin_lock lock;
  struct bpf_list_head head __contains(coroutine, node);
};

/// One queue for each place at which data paths wait.
enum place { RECEIVED, ACKNOWLEDGED, READABLE, PLACE_COUNT };

__program("datapath") int receive(struct xdp_md *ctx);
__program("queue") int stash(struct coroutine *handle, u64 place);
__program("worker") int work(struct worker_ctx *ctx);

BATON_MAP(places, ARRAY, u32, struct waiting, PLACE_COUNT);

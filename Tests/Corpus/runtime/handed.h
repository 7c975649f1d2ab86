/// Suspended data paths that workers hand to each other: two by a ring from each to the other, and all to the first one
/// by a ring of many producers.
#pragma once

#include "baton.h"
#include "packet.h"

/// What the packet's first octet says of the way that its data path goes.
enum way { WAY_SINGLE = 0, WAY_MANY = 1, WAY_OF_ANOTHER = 2 };

struct lane {
  u64 refused_count;
  struct bpf_spsc_ring ring;
};

struct meeting {
  struct bpf_mpsc_ring ring;
};

/// By the worker that pushes.
BATON_MAP(lanes, ARRAY, u32, struct lane, 2);
BATON_MAP(meetings, ARRAY, u32, struct meeting, 1);

/// It is answered with the worker that it came to and the one that answers in the next two octets.
__program("datapath") int change_worker(struct xdp_md *ctx);
__program("queue") int hand_over(struct coroutine *handle, u64 way);
__program("worker") int take_over(struct worker_ctx *ctx);

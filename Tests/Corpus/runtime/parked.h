/// Workers that sleep until somebody hands them something: data paths come to the first worker, and end on the second.
#pragma once

#include "baton.h"
#include "packet.h"

/// What the packet's first octet says of the way that its data path goes: through a list, whose worker has to be woken,
/// or through a ring, which wakes it.
enum way { WAY_LIST = 0, WAY_SINGLE = 1, WAY_MANY = 2 };

struct post {
  struct bpf_spin_lock lock;
  struct bpf_list_head list __contains(coroutine, node);
  struct bpf_spsc_ring single;
  struct bpf_mpsc_ring many;
};

BATON_MAP(posts, ARRAY, u32, struct post, 1);

/// It is answered with the worker that answers in the second octet.
__program("datapath") int change_worker(struct xdp_md *ctx);
__program("queue") int hand_over(struct coroutine *handle, u64 way);
__program("worker") int take_over(struct worker_ctx *ctx);

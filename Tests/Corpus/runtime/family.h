/// Data paths that have children over copies of their packet, and wait for all of them.
#pragma once

#include "baton.h"
#include "packet.h"

struct place {
  struct bpf_spin_lock lock;
  struct bpf_list_head head __contains(coroutine, node);
};

BATON_MAP(nursery, ARRAY, u32, struct place, 1);

/// The packet's octets behind its Ethernet header: how many children there are to be (at most 8); how many microseconds
/// each of them sleeps; what the last one does instead (`LAST_…`). A child answers with 1 in the fourth octet, the parent
/// with 2, and in the fifth with how many children it had.
enum { LAST_SLEEPS, LAST_THROWS, LAST_IS_DESTROYED, PARENT_GOES };
__program("datapath") int parent(struct xdp_md *ctx);
__program("datapath") int child(struct xdp_md *ctx);
__program("queue") int stay(struct coroutine *handle, u64 argument);
__program("worker") int look_after(struct worker_ctx *ctx);

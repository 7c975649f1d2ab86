/// Suspended data paths in the order of their deadlines, of which only those go on that are due: the first one is looked
/// at before it is taken out.
#pragma once

#include "baton.h"
#include "packet.h"

struct deadlines {
  struct bpf_spin_lock lock;
  u32 due_until;
  struct bpf_rb_root tree __contains(coroutine, order);
};

BATON_MAP(waiting, ARRAY, u32, struct deadlines, 1);

/// The packet's first octet is its deadline. Where the second one is not 0, all up to that deadline are due from then
/// on, and the packet does not wait.
__program("datapath") int wait_until_due(struct xdp_md *ctx);
__program("queue") int keep_in_order(struct coroutine *handle, u64 deadline);
__program("worker") int resume_due(struct worker_ctx *ctx);

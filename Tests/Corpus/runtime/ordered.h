/// Suspended data paths in the order of their deadlines.
#pragma once

#include "baton.h"
#include "packet.h"

struct deadlines {
  struct bpf_spin_lock lock;
  struct bpf_rb_root tree __contains(coroutine, order);
};

BATON_MAP(waiting, ARRAY, u32, struct deadlines, 1);

/// The packet's first octet is its deadline. It is answered with its place in the order of answers behind that.
__program("datapath") int meet_deadline(struct xdp_md *ctx);
/// Keeps a data path behind those with an earlier deadline, or the same one.
__program("queue") int keep_in_order(struct coroutine *handle, u64 deadline);
/// Resumes all that wait, once the last packet is there, which has the deadline 255.
__program("worker") int earliest_first(struct worker_ctx *ctx);

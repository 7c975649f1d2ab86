// One program for each part of the language that must work; see language.swift.
#pragma once
#include "baton.h"

__program("xdp") int loops(struct xdp_md *ctx);
__program("xdp") int structures(struct xdp_md *ctx);
__program("xdp") int noncopyable(struct xdp_md *ctx);
__program("xdp") int payloads(struct xdp_md *ctx);
__program("xdp") int generics(struct xdp_md *ctx);
__program("xdp") int tuples(struct xdp_md *ctx);
__program("xdp") int optionals(struct xdp_md *ctx);
__program("xdp") int in_and_out(struct xdp_md *ctx);
__program("xdp") int throwing(struct xdp_md *ctx);
__program("xdp") int traps(struct xdp_md *ctx);
__program("xdp") int pointers(struct xdp_md *_Nonnull ctx);
__program("xdp") int inline_arrays(struct xdp_md *_Nonnull ctx);
__program("datapath") int references(struct xdp_md *ctx);
__program("queue") int first_queue(struct coroutine *handle, u64 argument);
__program("queue") int second_queue(struct coroutine *handle, u64 argument);

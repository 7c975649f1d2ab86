/// Suspended data paths that wait in the values of a map, one under each key.
#pragma once

#include "baton.h"
#include "packet.h"

enum { KEY_COUNT = 8 };

struct turn {
  struct coroutine __kptr *handle;
  u64 kept_count;
};

BATON_MAP(places, HASH, u32, struct turn, KEY_COUNT);

/// The packet's first octet is the key; its second says whether the entry is deleted then.
__program("datapath") int wait_turn(struct xdp_md *ctx);
/// Takes the place under a key from whoever has it.
__program("queue") int keep(struct coroutine *handle, u64 argument);
__program("worker") int take_turns(struct worker_ctx *ctx);

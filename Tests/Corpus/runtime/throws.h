/// Where the programs of throws.c and throws.swift throw: the first octet of a packet's payload.
#pragma once

#include "baton.h"
#include "packet.h"

enum {
  SUSPEND,
  REFUSE,
  BE_A_GUEST,
  THROW_AT_ONCE,
  THROW_AFTER_SUSPENSION,
  THROW_AFTER_TRANSMIT,
  THROW_AT_DEPTH_1,
  THROW_AT_DEPTH_1_LATER,
  THROW_OWNING_A_GUEST,
  THROW_IN_QUEUE_OWNING,
  THROW_IN_QUEUE_AFTER,
  THROW_IN_WORKER,
  PLACE_COUNT,
};

struct place {
  struct bpf_spin_lock lock;
  struct bpf_list_head head __contains(coroutine, node);
};

BATON_MAP(guests, ARRAY, u32, struct place, 1);

__program("datapath") int fragile(struct xdp_md *ctx);
__program("queue") int keep(struct coroutine *handle, u64 place);
__program("queue") int become_guest(struct coroutine *handle, u64 argument);
__program("worker") int careless(struct worker_ctx *ctx);

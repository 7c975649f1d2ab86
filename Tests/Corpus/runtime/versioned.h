/// Data paths that wait wherever a coroutine can, in several versions.
#pragma once

#include "baton.h"
#include "packet.h"

/// Tests put other numbers here.
enum { VERSION = 1, KEPT_COUNT = 4, SLOT_COUNT = 4096 };

/// Where a data path waits.
enum way { WAY_LIST, WAY_TREE, WAY_LANE, WAY_MEETING, WAY_SLOT, WAY_WHEEL, WAY_LOCAL, WAY_COUNT };

struct shelf {
  struct bpf_spin_lock lock;
  struct bpf_list_head list __contains(coroutine, node);
  struct bpf_rb_root tree __contains(coroutine, order);
};

/// From the worker of that number to the next one.
struct lane {
  struct bpf_spsc_ring ring;
};

/// From all workers to the first one.
struct meeting {
  struct bpf_mpsc_ring ring;
};

struct slot {
  struct coroutine __kptr *handle;
};

struct control {
  /// Whether worker programs take handles out, one of each kind in a turn.
  u64 is_open;
  /// How many worker programs of an even and of an odd version have resumed.
  u64 resumed[2];
};

BATON_MAP(shelves, ARRAY, u32, struct shelf, 1);
BATON_MAP(lanes, ARRAY, u32, struct lane, 2);
BATON_MAP(meetings, ARRAY, u32, struct meeting, 1);
BATON_MAP(slots, ARRAY, u32, struct slot, SLOT_COUNT);
BATON_MAP(controls, ARRAY, u32, struct control, 1);

/// The packet's first octet is a way; where its highest bit is set, the packet is given up at once. The next two are the
/// number of a slot. It is answered with the version in three octets behind that, as it was before, between and after
/// two waits, and with the sum of what it kept.
__program("datapath") int wait_there(struct xdp_md *ctx);
__program("queue") int keep(struct coroutine *handle, u64 argument);
__program("worker") int take_out(struct worker_ctx *ctx);

/// Data paths that compute for long, and are suspended meanwhile.
#pragma once

#include "baton.h"
#include "packet.h"

struct turns {
  struct bpf_spin_lock lock;
  struct bpf_list_head head __contains(coroutine, node);
};

/// Those whose turn was over, and behind them the guests.
BATON_MAP(waiting, ARRAY, u32, struct turns, 2);

/// What a packet asks for, and how it is answered.
struct work {
  u8 addresses[14];
  u8 kind;
  u8 number;
  u16 rounds;
  u64 sum;
};

enum kind {
  /// A loop that leads back.
  LEADS_BACK = 0,
  /// A callback, with a loop in it, that is run again and again.
  CALLED_BACK = 1,
  /// A loop in a function, two calls deep, while a handle of another coroutine is owned.
  IN_DEPTH = 2,
  /// Waits to be owned by one of these.
  GUEST = 3,
};

/// Sums up as many rounds as the packet says, in the way that it says.
__program("datapath") __preemptible int compute(struct xdp_md *ctx);
/// Keeps whoever's turn is over behind all others; refuses each seventh.
__program("queue") int on_preempt(struct coroutine *handle, u64 reason);
/// Keeps a guest until somebody owns it.
__program("queue") int be_guest(struct coroutine *handle, u64 argument);
/// Resumes the first of those that wait.
__program("worker") int take_turns(struct worker_ctx *ctx);

/// Data paths that wait in a line until a deadline. The line is served while it is open; who wasn't served in time goes
/// on, and leaves behind what stood in the line for it.
#pragma once

#include "baton.h"
#include "packet.h"

struct waiting {
  struct bpf_spin_lock lock;
  u32 is_open;
  struct bpf_list_head head __contains(coroutine, node);
};

BATON_MAP(line, ARRAY, u32, struct waiting, 1);

struct tally {
  u64 expired;
  u64 known_before;
  u64 wrong;
};

BATON_MAP(tallies, ARRAY, u32, struct tally, 1);

/// The packet's octets behind its Ethernet header: how many microseconds a wait may take (two octets, the lower one
/// first); what to do (`COMMAND_…`); in how many waits. The answer's fifth octet is the last wait's outcome, negated; the
/// sixth one how many of them were served.
enum { COMMAND_WAIT, COMMAND_OPEN, COMMAND_CLOSE, COMMAND_REFUSED, COMMAND_DESTROYED, COMMAND_YIELD };
__program("datapath") int wait_in_line(struct xdp_md *ctx);
__program("queue") int line_up(struct coroutine *handle, u64 command);
__program("worker") int serve(struct worker_ctx *ctx);

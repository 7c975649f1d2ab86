/// Takes datagrams of UDP itself; what becomes of one is decided by its port.
#pragma once

#include "netstack.h"

/// Answered with eight octets; sent back as it is; sent back by whichever worker comes to it; answered twice, by others; answered
/// with more than a packet holds; sent on to nowhere; sent on to all on the link.
enum port { ANSWERED = 1, SENT_BACK, LATE, TWICE, TOO_LONG, ASTRAY, TO_ALL, PORT_END };

enum { LONG_SIZE = 1500, BATCH_COUNT = 16 };

struct waiting {
  struct bpf_spin_lock lock;
  struct bpf_list_head head __contains(coroutine, node);
};

struct text {
  u8 octets[LONG_SIZE];
};

BATON_MAP(row, ARRAY, u32, struct waiting, 1);
BATON_MAP(texts, ARRAY, u32, struct text, 1);
/// What the last call has returned, by port.
BATON_MAP(results, ARRAY, u32, u32, PORT_END);

__program("datapath") int receive(struct xdp_md *ctx);
__program("queue") int hold(struct coroutine *handle, u64 argument);
__program("worker") int work(struct worker_ctx *ctx);

static const u64 answer_text = 0x3837363534333231;

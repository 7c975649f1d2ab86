/// A server that adds: a request is two numbers, and the answer their sum. It looks at requests where they lie.
#pragma once

#include "netstack.h"

struct __attribute__((packed)) request {
  u32 first;
  u32 second;
};

/// How many requests were looked at in place, and how many were copied, as they lay in two pieces.
enum count { IN_PLACE, COPIED, COUNT_COUNT };

/// How many requests a packet pays for at most.
enum { REQUEST_MAX = 256 };

__program("datapath") int receive(struct xdp_md *ctx);
__program("worker") int work(struct worker_ctx *ctx);

BATON_MAP(counts, ARRAY, u32, u64, COUNT_COUNT);

/// Join the bounded shortest queue: the first worker dispatches. Each other one has a ring of its own, in which there are at
/// most a few requests, the one that it serves among them; all else waits in one line. Where no worker has room, the
/// dispatcher serves requests itself, a quantum at a time.
#pragma once

#include "synthetic.h"

/// How many requests a worker has at most: 2 hide the way between the cores.
BATON_VARIABLE(u32, depth, 2);
/// How long the dispatcher serves before it looks at its workers again, in nanoseconds.
BATON_VARIABLE(u64, quantum, 5000);

/// What the dispatcher has to do with one worker. Each number has one writer.
struct post {
  u64 sent;
  u64 padding_of_sent[7];
  u64 done;
  u64 padding_of_done[7];
  struct bpf_spsc_ring ring;
};

BATON_MAP(posts, ARRAY, u32, struct post, WORKER_MAX);
BATON_HANDLES(waiting, WAITING_MAX);
/// Those that the dispatcher has begun.
BATON_HANDLES(begun, WAITING_MAX);

enum { DISPATCHER = 0, BATCH_COUNT = 32 };

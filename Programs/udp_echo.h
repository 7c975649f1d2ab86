/// What the UDP echo's programs share, in C (udp_echo.c) and in Swift (udp_echo.swift).
#pragma once

#include "baton.h"
#include "packet.h"

/// The headers of the packets that are echoed: IPv4 without options.
struct echo_headers {
  struct ethhdr ethernet;
  struct iphdr ip;
  struct udphdr udp;
} __attribute__((packed));

/// One first-in, first-out queue of suspended data paths for each traffic class.
struct class_queue {
  struct bpf_spin_lock lock;
  struct bpf_list_head head __contains(coroutine, node);
};

/// How long the data paths of one class waited to be resumed, for whoever looks at the map.
struct class_waits {
  u64 count;
  u64 total_nanoseconds;
};

enum { CLASS_COUNT = 4, BATCH_COUNT = 32, ECHO_TTL = 64 };

BATON_MAP(classes, ARRAY, u32, struct class_queue, CLASS_COUNT);
BATON_MAP(waits, ARRAY, u32, struct class_waits, CLASS_COUNT);

/// Parses the packet, waits in the queue of its class, answers.
__program("datapath") int echo(struct xdp_md *ctx);
/// Keeps a suspended data path in the list of its class.
__program("queue") int stash(struct coroutine *handle, u64 class_number);
/// Resumes up to a batch of data paths, the lower classes first; answers how many.
__program("worker") int drain(struct worker_ctx *ctx);

/// Several workers count at once.
static inline void count_waits(struct class_waits *waits, u64 count, u64 nanoseconds) {
  __sync_fetch_and_add(&waits->count, count);
  __sync_fetch_and_add(&waits->total_nanoseconds, nanoseconds);
}

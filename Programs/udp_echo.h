/// What the UDP echo's programs share, in C and in Swift.
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

enum { CLASS_COUNT = 4, BATCH_COUNT = 32 };

BATON_MAP(classes, ARRAY, u32, struct class_queue, CLASS_COUNT);

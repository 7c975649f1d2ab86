/// What the programs of swift_fifo.swift share with C: a map with the list that packets wait in.
#pragma once

#include "qdisc.h"

// What these operations are given is never null: Swift need not trap where it would be.
#pragma clang assume_nonnull begin

#define SEC(name) __attribute__((section(name), used))

/// The packets that wait.
struct waiting {
  struct bpf_spin_lock lock;
  struct bpf_list_head packets __contains(sk_buff, node);
};

#if defined(__bpf__)
struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[1];
  u32 *key;
  struct waiting *value;
} waiting_packets SEC(".maps");
char fifo_license[] SEC("license") = "GPL";
#else
struct bpf_map {
  u64 opaque;
};
extern struct bpf_map waiting_packets;
#endif

#define ENQUEUE __attribute__((section("struct_ops/enqueue")))
#define DEQUEUE __attribute__((section("struct_ops/dequeue")))

ENQUEUE int swift_enqueue(struct sk_buff *skb, struct Qdisc *sch, struct bpf_sk_buff_ptr *to_free);
ENQUEUE int swift_forgets(struct sk_buff *skb, struct Qdisc *sch, struct bpf_sk_buff_ptr *to_free);
ENQUEUE int swift_drops_kept(struct sk_buff *skb, struct Qdisc *sch,
                             struct bpf_sk_buff_ptr *to_free);
ENQUEUE int swift_writes(struct sk_buff *skb, struct Qdisc *sch, struct bpf_sk_buff_ptr *to_free);
DEQUEUE struct sk_buff *_Nullable swift_dequeue(struct Qdisc *sch);
DEQUEUE struct sk_buff *_Nullable swift_gives_freed(struct Qdisc *sch);

#pragma clang assume_nonnull end

/// What contexts lead to and helpers return: sockets and the like, as programs see them.
#pragma once

#include "contracts.h"
#include "groups.h"
#include "types.h"

/// What a parameter is that takes the interface's sockets; that takes the kernel's own, too.
#define LINUX_SOCKET "bpf_sock_common|bpf_fullsock|bpf_tcp_sock|bpf_xdp_sock"
#define LINUX_ANY_SOCKET "kernel sock_common|" LINUX_SOCKET

/// Four words of an address that are four fields: no load covers two of them.
#define LINUX_FOUR(name, ...)                         \
  u32 name##_0 __VA_ARGS__;                           \
  u32 name##_1 __VA_ARGS__;                           \
  u32 name##_2 __VA_ARGS__;                           \
  u32 name##_3 __VA_ARGS__

/// A full socket: Linux's `bpf_sock`, where it is not a context.
struct __kind("object") __called("sock") bpf_fullsock {
  u32 bound_dev_if __whole;
  u32 family __narrow(1);
  u32 type __narrow(1);
  u32 protocol __narrow(1);
  u32 mark __whole;
  u32 priority __whole;
  u32 src_ip4;
  LINUX_FOUR(src_ip6, );
  u32 src_port __narrow(1);
  /// Two octets and two zeros; once it was declared as one word.
  u32 dst_port __narrow(2);
  u32 dst_ip4;
  LINUX_FOUR(dst_ip6, );
  u32 state __narrow(1);
  s32 rx_queue_mapping __narrow(1);
};

/// Any socket, also one of a connection that begins or ends.
struct __kind("object") __called("sock_common") bpf_sock_common {
  u32 bound_dev_if __whole;
  u32 family __narrow(1);
  u32 type __narrow(1) __readable("");
  u32 protocol __narrow(1) __readable("");
  u32 mark __readable("");
  u32 priority __readable("");
  u32 src_ip4;
  LINUX_FOUR(src_ip6, );
  u32 src_port __narrow(1);
  u32 dst_port __narrow(2);
  u32 dst_ip4;
  LINUX_FOUR(dst_ip6, );
  u32 state __narrow(1);
  s32 rx_queue_mapping __narrow(1);
};

struct __kind("object") __called("tcp_sock") bpf_tcp_sock {
  u32 snd_cwnd __whole;
  u32 srtt_us __whole;
  u32 rtt_min __whole;
  u32 snd_ssthresh __whole;
  u32 rcv_nxt __whole;
  u32 snd_nxt __whole;
  u32 snd_una __whole;
  u32 mss_cache __whole;
  u32 ecn_flags __whole;
  u32 rate_delivered __whole;
  u32 rate_interval_us __whole;
  u32 packets_out __whole;
  u32 retrans_out __whole;
  u32 total_retrans __whole;
  u32 segs_in __whole;
  u32 data_segs_in __whole;
  u32 segs_out __whole;
  u32 data_segs_out __whole;
  u32 lost_out __whole;
  u32 sacked_out __whole;
  u64 bytes_received __whole;
  u64 bytes_acked __whole;
  u32 dsack_dups __whole;
  u32 delivered __whole;
  u32 delivered_ce __whole;
  u32 icsk_retransmits __whole;
};

struct __kind("object") __called("xdp_sock") bpf_xdp_sock {
  u32 queue_id __whole;
};

/// What a flow dissector finds out: `bpf_flow_keys`. An access may cover several of its fields, which
/// are left out here for that.
struct __kind("record") __called("flow_keys") bpf_dissected_keys {
  u64 words[7] __writable_narrow("flow_dissector");
};
_Static_assert(sizeof(struct bpf_dissected_keys) == 56, "Linux's bpf_flow_keys");

/// The record of a writable tracepoint. How much of it there is, Linux checks when it attaches.
struct __kind("buffer") __called("tp_buffer") bpf_tp_buffer {
  u64 words[512] __writable_narrow("raw_tp_writable");
};

// What programs put into the values of their maps, beside what helpers.h has.

struct __kind("timer") __barred("tracing progs cannot use bpf_timer yet", LINUX_PROBES) bpf_timer {
  u64 opaque[2];
} __attribute__((aligned(8)));

struct __kind("workqueue") __barred("tracing progs cannot use bpf_wq yet", LINUX_PROBES) bpf_wq {
  u64 opaque[2];
} __attribute__((aligned(8)));

struct __kind("refcount") bpf_refcount {
  u32 opaque;
} __attribute__((aligned(4)));

/// A member that holds a pointer of the kernel's, or to an object of the program's: its tag says so. It is
/// of another type in the program.
struct __kind("pointer") __at_most(11) bpf_kptr {
  u64 opaque;
};

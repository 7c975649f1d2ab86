/// What programs of each role are given, with Linux's names and layouts (`include/uapi/linux/bpf.h`).
///
/// A field that is declared as a word of 64 bits holds a pointer there, and so do `data` and its like.
#pragma once

#include "../descriptor.h"
#include "objects.h"

/// A packet on its way through the stack.
struct __kind("context") __called("ctx") __seen_as("sk_buff") __native("linux_packet") __sk_buff {
  u32 len __readable(LINUX_SKB);
  u32 pkt_type __readable(LINUX_SKB);
  u32 mark __readable("socket, tc, cgroup_skb, " LINUX_LWT) __writable("tc, cgroup_skb, " LINUX_LWT);
  u32 queue_mapping __readable(LINUX_SKB) __writable("tc");
  u32 protocol __readable(LINUX_SKB);
  u32 vlan_present __readable(LINUX_SKB);
  u32 vlan_tci __readable(LINUX_SKB);
  u32 vlan_proto __readable(LINUX_SKB);
  u32 priority __readable(LINUX_SKB) __writable("tc, cgroup_skb, sk_skb, " LINUX_LWT);
  u32 ingress_ifindex __readable(LINUX_SKB);
  u32 ifindex __readable(LINUX_SKB);
  u32 tc_index __readable(LINUX_SKB) __writable("tc, sk_skb");
  u32 cb[5] __readable(LINUX_SKB) __writable_narrow("socket, tc, cgroup_skb, " LINUX_LWT);
  u32 hash __readable(LINUX_SKB);
  u32 tc_classid __readable("tc") __writable("tc");
  u32 data __packet_data __readable(LINUX_SKB_DATA);
  u32 data_end __packet_end __readable(LINUX_SKB_DATA);
  u32 napi_id __readable(LINUX_SKB);
  u32 family __readable("cgroup_skb, sk_skb");
  u32 remote_ip4 __whole __readable("cgroup_skb, sk_skb");
  u32 local_ip4 __whole __readable("cgroup_skb, sk_skb");
  LINUX_FOUR(remote_ip6, __whole __readable("cgroup_skb, sk_skb"));
  LINUX_FOUR(local_ip6, __whole __readable("cgroup_skb, sk_skb"));
  u32 remote_port __readable("cgroup_skb, sk_skb");
  u32 local_port __readable("cgroup_skb, sk_skb");
  u32 data_meta __packet_meta __readable("tc");
  u64 flow_keys __yields("bpf_dissected_keys") __readable("flow_dissector");
  u64 tstamp __whole __readable("tc, cgroup_skb") __writable("tc, cgroup_skb");
  u32 wire_len __readable("tc");
  u32 gso_segs __readable(LINUX_SKB);
  u64 sk __yields("bpf_sock_common?") __readable(LINUX_SKB);
  u32 gso_size __readable(LINUX_SKB);
  u8 tstamp_type __readable("tc");
  u8 tstamp_padding[3] __readable("");
  u64 hwtstamp __whole __readable("tc, cgroup_skb");
};
_Static_assert(sizeof(struct __sk_buff) == 192, "Linux's size");

/// What such programs really have where Baton runs one: the pointers need 64 bits.
struct linux_packet {
  struct __sk_buff seen;
  u64 data;
  u64 data_end;
  u64 data_meta;
};

/// A packet before the stack has seen it.
struct __kind("context") __called("ctx") __seen_as("xdp_buff") __native("baton_packet") xdp_md {
  u32 data __packet_data;
  u32 data_end __packet_end;
  u32 data_meta __packet_meta;
  u32 ingress_ifindex __whole;
  u32 rx_queue_index __whole;
  u32 egress_ifindex __whole __readable("xdp/devmap");
};

struct __kind("context") __called("ctx") __seen_as("bpf_nf_ctx") bpf_nf_ctx {
  u64 state __yields("trusted nf_hook_state");
  u64 skb __yields("trusted sk_buff");
};

/// What a process sends through a socket.
struct __kind("context") __called("ctx") __seen_as("sk_msg") sk_msg_md {
  u64 data __packet_data;
  u64 data_end __packet_end;
  u32 family __whole;
  u32 remote_ip4 __whole;
  u32 local_ip4 __whole;
  LINUX_FOUR(remote_ip6, __whole);
  LINUX_FOUR(local_ip6, __whole);
  u32 remote_port __whole;
  u32 local_port __whole;
  u32 size __whole;
  u64 sk __yields("bpf_fullsock");
};
_Static_assert(sizeof(struct sk_msg_md) == 80, "Linux's size");

/// A packet for which one of the sockets of a port is to be chosen.
struct __kind("context") __called("ctx") __seen_as("sk_reuseport_kern") sk_reuseport_md {
  u64 data __packet_data;
  u64 data_end __packet_end;
  u32 len;
  u32 eth_protocol;
  u32 ip_protocol;
  u32 bind_inany;
  u32 hash __whole;
  u64 sk __yields("bpf_fullsock");
  u64 migrating_sk __yields("bpf_sock_common?");
};

/// A packet for which a socket is looked for.
struct __kind("context") __called("ctx") __seen_as("bpf_sk_lookup_kern") bpf_sk_lookup {
  u64 sk __yields("bpf_fullsock?");
  u32 family;
  u32 protocol;
  u32 remote_ip4;
  LINUX_FOUR(remote_ip6, );
  /// Two octets and two zeros; once it was declared as one word.
  u32 remote_port;
  u32 local_ip4;
  LINUX_FOUR(local_ip6, );
  u32 local_port;
  u32 ingress_ifindex;
};

/// A socket that was just made, was bound, or is about to go.
struct __kind("context") __called("ctx") __seen_as("sock") bpf_sock {
  u32 bound_dev_if __whole __readable(LINUX_NEW_SOCK) __writable(LINUX_NEW_SOCK);
  u32 family;
  u32 type;
  u32 protocol;
  u32 mark __whole __readable(LINUX_NEW_SOCK) __writable(LINUX_NEW_SOCK);
  u32 priority __whole __readable(LINUX_NEW_SOCK) __writable(LINUX_NEW_SOCK);
  u32 src_ip4 __readable("sock/post_bind4");
  LINUX_FOUR(src_ip6, __readable("sock/post_bind6"));
  u32 src_port __readable("sock/post_bind4, sock/post_bind6");
  u32 dst_port;
  u32 dst_ip4;
  LINUX_FOUR(dst_ip6, );
  u32 state;
  s32 rx_queue_mapping;
};

/// A call that names an address.
struct __kind("context") __called("ctx") __seen_as("bpf_sock_addr_kern") bpf_sock_addr {
  u32 user_family __whole;
  u32 user_ip4 __readable(LINUX_ADDR4) __writable(LINUX_ADDR4);
  u32 user_ip6[4] __readable(LINUX_ADDR6) __writable(LINUX_ADDR6);
  u32 user_port __writable("sock_addr");
  u32 family __whole;
  u32 type __whole;
  u32 protocol __whole;
  u32 msg_src_ip4 __readable("sock_addr/sendmsg4") __writable("sock_addr/sendmsg4");
  u32 msg_src_ip6[4] __readable("sock_addr/sendmsg6") __writable("sock_addr/sendmsg6");
  u64 sk __yields("bpf_fullsock");
};
_Static_assert(sizeof(struct bpf_sock_addr) == 72, "Linux's size");

/// Something that has happened, or is to be decided, in the life of a TCP connection.
struct __kind("context") __called("ctx") __seen_as("bpf_sock_ops_kern") bpf_sock_ops {
  u32 op __whole;
  /// The first word of the arguments is also the answer.
  u32 args_0 __whole __writable("sock_ops");
  u32 args_1 __whole;
  u32 args_2 __whole;
  u32 args_3 __whole;
  u32 family __whole;
  u32 remote_ip4 __whole;
  u32 local_ip4 __whole;
  LINUX_FOUR(remote_ip6, __whole);
  LINUX_FOUR(local_ip6, __whole);
  u32 remote_port __whole;
  u32 local_port __whole;
  u32 is_fullsock __whole;
  u32 snd_cwnd __whole;
  u32 srtt_us __whole;
  u32 bpf_sock_ops_cb_flags __whole;
  u32 state __whole;
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
  u32 sk_txhash __whole __writable("sock_ops");
  u64 bytes_received __whole;
  u64 bytes_acked __whole;
  u64 sk __yields("bpf_fullsock?");
  u64 skb_data __packet_data;
  u64 skb_data_end __packet_end;
  u32 skb_len __whole;
  u32 skb_tcp_flags;
  u64 skb_hwtstamp __whole;
};
_Static_assert(sizeof(struct bpf_sock_ops) == 224, "Linux's size");

/// A call of getsockopt or setsockopt. Its “packet” is the option's value.
struct __kind("context") __called("ctx") __seen_as("bpf_sockopt_kern") bpf_sockopt {
  u64 sk __yields("bpf_fullsock");
  u64 optval __packet_data;
  u64 optval_end __packet_end;
  s32 level __whole __writable("sockopt/set");
  s32 optname __whole __writable("sockopt/set");
  s32 optlen __whole __writable("sockopt");
  s32 retval __whole __readable("sockopt/get") __writable("sockopt/get");
};

struct __kind("context") __called("ctx") __seen_as("bpf_sysctl_kern") bpf_sysctl {
  u32 write;
  u32 file_pos __writable("sysctl");
};

struct __kind("context") __called("ctx") __seen_as("bpf_cgroup_dev_ctx") bpf_cgroup_dev_ctx {
  u32 access_type;
  u32 major __whole;
  u32 minor __whole;
};

/// x86-64's registers, in the order of the kernel's `pt_regs`.
#define LINUX_REGISTERS(...)                                                              \
  u64 r15 __VA_ARGS__; u64 r14 __VA_ARGS__; u64 r13 __VA_ARGS__; u64 r12 __VA_ARGS__;     \
  u64 bp __VA_ARGS__; u64 bx __VA_ARGS__; u64 r11 __VA_ARGS__; u64 r10 __VA_ARGS__;       \
  u64 r9 __VA_ARGS__; u64 r8 __VA_ARGS__; u64 ax __VA_ARGS__; u64 cx __VA_ARGS__;         \
  u64 dx __VA_ARGS__; u64 si __VA_ARGS__; u64 di __VA_ARGS__; u64 orig_ax __VA_ARGS__;    \
  u64 ip __VA_ARGS__; u64 cs __VA_ARGS__; u64 flags __VA_ARGS__; u64 sp __VA_ARGS__;      \
  u64 ss __VA_ARGS__

struct __kind("context") __called("ctx") __seen_as("pt_regs") pt_regs {
  LINUX_REGISTERS();
};

struct __kind("context") __called("ctx") __seen_as("bpf_perf_event_data_kern") bpf_perf_event_data {
  LINUX_REGISTERS(__whole);
  u64 sample_period;
  u64 addr;
};
_Static_assert(sizeof(struct bpf_perf_event_data) == 184, "Linux's size");

/// A tracepoint's record, as long as records get. What its fields are, the program must know.
struct __kind("context") __called("ctx") trace_event {
  u64 regs __readable("");
  u64 record[1023];
};

struct __kind("context") __called("ctx") bpf_raw_tracepoint_args {
  u64 args[12];
};

struct __kind("context") __called("ctx") bpf_raw_tracepoint_writable_args {
  u64 buffer __yields("bpf_tp_buffer");
  u64 args[11];
};

/// What the caller hands to the program: of any layout, and copied back.
struct __kind("context") __called("ctx") syscall_ctx {
  u64 words[8192] __writable_narrow("syscall");
};

/// How long the infrared light was on, or off.
struct __kind("context") __called("ctx") lirc_sample {
  u32 sample __whole;
};

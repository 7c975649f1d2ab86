/// Names for groups of roles, which lists use.
#pragma once

#define LINUX_LWT "lwt_in, lwt_out, lwt_xmit, lwt_seg6local"
/// Programs that may get at sockets.
#define LINUX_NET                                                                                 \
  "socket, tc, xdp, cgroup_skb, sock_addr, sock_ops, sk_skb, sk_msg, sk_lookup, flow_dissector, " \
  LINUX_LWT
/// Programs of a cgroup that run in the process that made a call.
#define LINUX_CGROUP "sock, sock_addr, sockopt, sysctl, device"
/// Programs whose context the kernel's types describe.
#define LINUX_TYPED "tp_btf, fentry, fexit, fmod_ret, iter, lsm, lsm_cgroup"
/// The same, and those of the system call, which have the same helpers.
#define LINUX_TYPED_AND_SYSCALL LINUX_TYPED ", syscall"
/// What Linux's messages call “tracing progs”.
#define LINUX_PROBES "kprobe, tracepoint, perf_event, raw_tp, raw_tp_writable"
#define LINUX_TRACING LINUX_PROBES ", " LINUX_TYPED_AND_SYSCALL
/// All but lirc, which has helpers of its own.
#define LINUX_BASE                                                                                \
  LINUX_NET ", sock, sockopt, sysctl, device, sk_reuseport, " LINUX_TRACING                       \
  ", struct_ops, netfilter, freplace"

/// Programs that have the kernel's functions for tracing: fewer than have the helpers for that.
#define LINUX_TRACING_KFUNCS LINUX_TYPED ", tracepoint, perf_event"
/// Who has a function that programs of cgroups have: all of them, whatever they are for.
#define LINUX_CGROUP_KFUNCS "cgroup_skb, " LINUX_CGROUP
/// Who has what most programs have.
#define LINUX_GENERIC_KFUNCS                                                                     \
  "tc, xdp, struct_ops, syscall, freplace, " LINUX_CGROUP_KFUNCS ", " LINUX_TRACING_KFUNCS

/// Programs that see a packet as a `__sk_buff`; flow dissectors see three fields of it alone.
#define LINUX_SKB "socket, tc, cgroup_skb, sk_skb, " LINUX_LWT
#define LINUX_SKB_DATA "tc, cgroup_skb, sk_skb, flow_dissector, " LINUX_LWT

#define LINUX_NEW_SOCK "sock/create, sock/release"
/// Calls with an address that a program may refuse, or let return something else.
#define LINUX_ADDR_REFUSABLE                                                                   \
  "sock_addr/bind4, sock_addr/bind6, sock_addr/connect4, sock_addr/connect6, "                 \
  "sock_addr/connect_unix, sock_addr/sendmsg4, sock_addr/sendmsg6, sock_addr/sendmsg_unix"
#define LINUX_ADDR4                                                                            \
  "sock_addr/bind4, sock_addr/connect4, sock_addr/sendmsg4, sock_addr/recvmsg4, "              \
  "sock_addr/getpeername4, sock_addr/getsockname4"
#define LINUX_ADDR6                                                                            \
  "sock_addr/bind6, sock_addr/connect6, sock_addr/sendmsg6, sock_addr/recvmsg6, "              \
  "sock_addr/getpeername6, sock_addr/getsockname6"

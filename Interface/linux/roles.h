/// Linux's program types, split where the attach type decides about a rule. A list that names `sock_addr`
/// means all that begin with `sock_addr/`, too.
#pragma once

#include "contexts.h"

/// A program of the role, and what of its contract follows the context.
#define LINUX_ROLE(function, role, sections, context, result, ...)                     \
  __role(role) __sections(sections) __contract("(" #context "<'c>) -> " result)        \
  __judged_as_linux __modular __stack(512) __VA_ARGS__                                                   \
  u64 linux_##function(struct context *ctx)

/// The same where the kernel's type `name` says what the context holds.
#define LINUX_TYPED_ROLE(function, role, sections, name, context, result, ...)            \
  __role(role) __sections(sections) __typed_by(name) __contract("(" context ") -> " result) \
  __judged_as_linux __modular __stack(512) __VA_ARGS__                                     \
  s64 linux_##function(void *ctx)

// Packets.

LINUX_ROLE(socket, "socket", "socket", __sk_buff, "_", __loads_packets);
LINUX_ROLE(tc, "tc",
           "tc, classifier, action, tc/ingress, tc/egress, tcx/ingress, tcx/egress, "
           "netkit/primary, netkit/peer",
           __sk_buff, "_", __packets("write") __loads_packets);
LINUX_ROLE(xdp, "xdp", "xdp, xdp.frags", xdp_md, "_", __packets("write"));
LINUX_ROLE(xdp_devmap, "xdp/devmap", "xdp/devmap, xdp.frags/devmap", xdp_md, "_",
           __packets("write"));
LINUX_ROLE(xdp_cpumap, "xdp/cpumap", "xdp/cpumap, xdp.frags/cpumap", xdp_md, "_",
           __packets("write"));
LINUX_ROLE(cgroup_ingress, "cgroup_skb/ingress", "cgroup_skb/ingress, cgroup/skb", __sk_buff,
           "0..1", __packets("read"));
LINUX_ROLE(cgroup_egress, "cgroup_skb/egress", "cgroup_skb/egress", __sk_buff, "0..3",
           __packets("read"));
LINUX_ROLE(lwt_in, "lwt_in", "lwt_in", __sk_buff, "_", __packets("read"));
LINUX_ROLE(lwt_out, "lwt_out", "lwt_out", __sk_buff, "_", __packets("read"));
LINUX_ROLE(lwt_xmit, "lwt_xmit", "lwt_xmit", __sk_buff, "_", __packets("write"));
LINUX_ROLE(lwt_seg6local, "lwt_seg6local", "lwt_seg6local", __sk_buff, "_", __packets("read"));
LINUX_ROLE(flow_dissector, "flow_dissector", "flow_dissector", __sk_buff, "_",
           __packets("read") __seen_as("bpf_flow_dissector"));
LINUX_ROLE(netfilter, "netfilter", "netfilter", bpf_nf_ctx, "0..1");

// Sockets.

LINUX_ROLE(sk_skb_parser, "sk_skb/parser", "sk_skb/stream_parser", __sk_buff, "_",
           __packets("write"));
LINUX_ROLE(sk_skb_verdict, "sk_skb/verdict", "sk_skb/stream_verdict, sk_skb/verdict, sk_skb",
           __sk_buff, "_", __packets("write"));
LINUX_ROLE(sk_msg, "sk_msg", "sk_msg", sk_msg_md, "_", __packets("write"));
LINUX_ROLE(sk_lookup, "sk_lookup", "sk_lookup", bpf_sk_lookup, "0..1");
LINUX_ROLE(sk_reuseport, "sk_reuseport", "sk_reuseport, sk_reuseport/migrate", sk_reuseport_md,
           "_", __packets("read"));
/// Its packet pointers are for loads only: no helper takes them.
LINUX_ROLE(sock_ops, "sock_ops", "sockops", bpf_sock_ops, "0..1", __packets("read"));

// Calls of a cgroup's processes.

LINUX_ROLE(sock_create, "sock/create", "cgroup/sock_create, cgroup/sock", bpf_sock, "0..1");
LINUX_ROLE(sock_release, "sock/release", "cgroup/sock_release", bpf_sock, "0..1");
LINUX_ROLE(post_bind4, "sock/post_bind4", "cgroup/post_bind4", bpf_sock, "0..1");
LINUX_ROLE(post_bind6, "sock/post_bind6", "cgroup/post_bind6", bpf_sock, "0..1");
LINUX_ROLE(getsockopt, "sockopt/get", "cgroup/getsockopt", bpf_sockopt, "0..1",
           __packets("write"));
LINUX_ROLE(setsockopt, "sockopt/set", "cgroup/setsockopt", bpf_sockopt, "0..1",
           __packets("write"));
LINUX_ROLE(sysctl, "sysctl", "cgroup/sysctl", bpf_sysctl, "0..1");
LINUX_ROLE(device, "device", "cgroup/dev", bpf_cgroup_dev_ctx, "0..1");

#define LINUX_SOCK_ADDR(call, result) \
  LINUX_ROLE(call, "sock_addr/" #call, "cgroup/" #call, bpf_sock_addr, result)

LINUX_SOCK_ADDR(bind4, "0..3");
LINUX_SOCK_ADDR(bind6, "0..3");
LINUX_SOCK_ADDR(connect4, "0..1");
LINUX_SOCK_ADDR(connect6, "0..1");
LINUX_SOCK_ADDR(connect_unix, "0..1");
LINUX_SOCK_ADDR(sendmsg4, "0..1");
LINUX_SOCK_ADDR(sendmsg6, "0..1");
LINUX_SOCK_ADDR(sendmsg_unix, "0..1");
LINUX_SOCK_ADDR(recvmsg4, "1");
LINUX_SOCK_ADDR(recvmsg6, "1");
LINUX_SOCK_ADDR(recvmsg_unix, "1");
LINUX_SOCK_ADDR(getpeername4, "1");
LINUX_SOCK_ADDR(getpeername6, "1");
LINUX_SOCK_ADDR(getpeername_unix, "1");
LINUX_SOCK_ADDR(getsockname4, "1");
LINUX_SOCK_ADDR(getsockname6, "1");
LINUX_SOCK_ADDR(getsockname_unix, "1");

// Tracing.

LINUX_ROLE(kprobe, "kprobe",
           "kprobe+, uprobe+, sleepable uprobe.s+, kretprobe+, uretprobe+, "
           "sleepable uretprobe.s+, ksyscall+, kretsyscall+",
           pt_regs, "_");
LINUX_ROLE(kprobe_multi, "kprobe/multi", "kprobe.multi+, kretprobe.multi+", pt_regs, "_");
LINUX_ROLE(kprobe_session, "kprobe/session", "kprobe.session+", pt_regs, "0..1");
LINUX_ROLE(uprobe_multi, "kprobe/uprobe_multi",
           "uprobe.multi+, uretprobe.multi+, sleepable uprobe.multi.s+, "
           "sleepable uretprobe.multi.s+, usdt+, sleepable usdt.s+",
           pt_regs, "_");
LINUX_ROLE(tracepoint, "tracepoint", "tracepoint+, tp+", trace_event, "_");
LINUX_ROLE(raw_tp, "raw_tp", "raw_tracepoint+, raw_tp+", bpf_raw_tracepoint_args, "_");
LINUX_ROLE(raw_tp_writable, "raw_tp_writable", "raw_tracepoint.w+, raw_tp.w+",
           bpf_raw_tracepoint_writable_args, "_");
LINUX_ROLE(perf_event, "perf_event", "perf_event", bpf_perf_event_data, "_");

LINUX_TYPED_ROLE(tp_btf, "tp_btf", "tp_btf+", "btf_trace_*", "trusted typed<'c>", "_");
LINUX_TYPED_ROLE(fentry, "fentry", "fentry+, sleepable fentry.s+", "*", "typed<'c>", "0");
LINUX_TYPED_ROLE(fexit, "fexit", "fexit+, sleepable fexit.s+", "*", "typed<'c>", "0",
                 __sees_result);
LINUX_TYPED_ROLE(fmod_ret, "fmod_ret", "fmod_ret+, sleepable fmod_ret.s+", "*", "typed<'c>", "_",
                 __sees_result);
/// All but the first argument are null when the walk has ended.
LINUX_TYPED_ROLE(iter, "iter", "iter+, sleepable iter.s+", "bpf_iter_*", "trusted typed<'c>?",
                 "0..1");

// In the place of the kernel's own functions.

/// 0 or a negative error.
LINUX_TYPED_ROLE(lsm, "lsm", "lsm+, sleepable lsm.s+", "bpf_lsm_*", "trusted typed<'c>",
                 "-4095..0", __sees_result __stands_for_function);
/// These hooks ask a question.
LINUX_TYPED_ROLE(lsm_question, "lsm/question",
                 "lsm/audit_rule_known, lsm/inode_xattr_skipcap, lsm/xfrm_state_pol_flow_match",
                 "bpf_lsm_*", "trusted typed<'c>", "0..1", __sees_result __stands_for_function);
/// Hooks whose callers don't stand what a program could return.
LINUX_TYPED_ROLE(lsm_disabled, "lsm/disabled",
                 "lsm/vm_enough_memory, lsm/inode_need_killpriv, lsm/inode_getsecurity, "
                 "lsm/inode_listsecurity, lsm/inode_copy_up_xattr, lsm/getselfattr, "
                 "lsm/getprocattr, lsm/setprocattr, lsm/key_getsecurity, lsm/audit_rule_match, "
                 "lsm/xfrm_decode_session, lsm/ismaclabel",
                 "bpf_lsm_*", "trusted typed<'c>", "_",
                 __refusal("points to disabled hook"));
/// Hooks at whose time the objects may be half made or half gone.
LINUX_TYPED_ROLE(lsm_untrusted, "lsm/untrusted",
                 "lsm/bpf_map_free, lsm/bpf_prog_free, lsm/file_alloc_security, "
                 "lsm/file_free_security, lsm/sk_alloc_security, lsm/sk_free_security, "
                 "lsm/task_free",
                 "bpf_lsm_*", "typed<'c>", "-4095..0", __sees_result __stands_for_function);
/// 1 where the hook returns nothing.
LINUX_TYPED_ROLE(lsm_cgroup, "lsm_cgroup", "lsm_cgroup+", "bpf_lsm_*", "trusted typed<'c>",
                 "0..1", __sees_result);
/// Which function it stands for is said by the map that names it, not by its section.
LINUX_TYPED_ROLE(struct_ops, "struct_ops", "struct_ops+, sleepable struct_ops.s+", "*",
                 "trusted typed<'c>", "_");
LINUX_TYPED_ROLE(freplace, "freplace", "freplace+", "*", "typed<'c>", "_");

// Others.

LINUX_ROLE(syscall, "syscall", "syscall", syscall_ctx, "_", __may_sleep);
LINUX_ROLE(lirc, "lirc", "lirc_mode2", lirc_sample, "_");

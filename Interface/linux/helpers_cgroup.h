/// Helpers of programs that hang on a cgroup, or ask for one.
#pragma once

#include "contracts.h"
#include "groups.h"
#include "objects.h"

/// Programs that run in some process.
#define LINUX_FOR_PROCESS LINUX_CGROUP ", " LINUX_TRACING

__helper(15, u64, bpf_get_current_uid_gid, (void),
         __contract("() -> _") __roles(LINUX_FOR_PROCESS ", sk_msg"));
__helper(16, long, bpf_get_current_comm, (void *name, u32 size),
         __contract("(out mem<'n>, size<'n>) -> _") __roles(LINUX_FOR_PROCESS));
__helper(37, long, bpf_current_task_under_cgroup, (void *map, u32 index),
         __contract("(map<cgroup_array,'m>, _) -> _") __roles(LINUX_FOR_PROCESS));

/// The class of the packet's sender or, where a process makes a call, of that, whatever is passed.
__helper(17, u64, bpf_get_cgroup_classid, (void *ctx),
         __contract("(context<'c>) -> _")
         __roles("tc, sk_msg, " LINUX_LWT ", " LINUX_CGROUP));
__helper(151, u64, bpf_skb_cgroup_classid, (void *ctx),
         __contract("(context<'c>) -> _") __roles("tc"));
__helper(33, long, bpf_skb_under_cgroup, (void *ctx, void *map, u32 index),
         __contract("(context<'c>, map<cgroup_array,'m>, _) -> _") __roles("tc, " LINUX_LWT));
__helper(79, u64, bpf_skb_cgroup_id, (void *ctx),
         __contract("(context<'c>) -> _") __roles("tc, cgroup_skb"));
__helper(83, u64, bpf_skb_ancestor_cgroup_id, (void *ctx, s32 level),
         __contract("(context<'c>, _) -> _") __roles("tc, cgroup_skb"));
__helper(128, u64, bpf_sk_cgroup_id, (void *sock),
         __contract("(" LINUX_ANY_SOCKET "<'s>) -> _") __roles("cgroup_skb"));
__helper(129, u64, bpf_sk_ancestor_cgroup_id, (void *sock, s32 level),
         __contract("(" LINUX_ANY_SOCKET "<'s>, _) -> _") __roles("cgroup_skb"));

/// A value that the map keeps for the program's cgroup: always there.
__helper(81, void *, bpf_get_local_storage, (void *map, u64 flags),
         __contract("(map<cgroup_storage|percpu_cgroup_storage,'m>, 0) -> value<'m>")
         __roles("cgroup_skb, sock_ops, lsm_cgroup, " LINUX_CGROUP));

/// What the call is going to return to its process.
__helper(186, long, bpf_get_retval, (void),
         __contract("() -> _")
         __roles("sock, sockopt, sysctl, device, lsm_cgroup, " LINUX_ADDR_REFUSABLE));
__helper(187, long, bpf_set_retval, (s32 result),
         __contract("(_) -> _")
         __roles("sock, sockopt, sysctl, device, lsm_cgroup, " LINUX_ADDR_REFUSABLE));

// System controls.

__helper(101, long, bpf_sysctl_get_name, (void *ctx, char *text, u64 size, u64 flags),
         __contract("(context<'c>, mem<'n>, size<'n>, _) -> _") __roles("sysctl"));
__helper(102, long, bpf_sysctl_get_current_value, (void *ctx, char *text, u64 size),
         __contract("(context<'c>, out mem<'n>, size<'n>) -> _") __roles("sysctl"));
__helper(103, long, bpf_sysctl_get_new_value, (void *ctx, char *text, u64 size),
         __contract("(context<'c>, out mem<'n>, size<'n>) -> _") __roles("sysctl"));
__helper(104, long, bpf_sysctl_set_new_value, (void *ctx, const char *text, u64 size),
         __contract("(context<'c>, mem<'n>, size<'n>) -> _") __roles("sysctl"));

// Infrared receivers.

__helper(77, long, bpf_rc_repeat, (void *ctx),
         __contract("(context<'c>) -> _") __gpl __roles("lirc"));
__helper(78, long, bpf_rc_keydown, (void *ctx, u32 protocol, u64 scancode, u32 toggle),
         __contract("(context<'c>, _, _, _) -> _") __gpl __roles("lirc"));
__helper(92, long, bpf_rc_pointer_rel, (void *ctx, s32 x, s32 y),
         __contract("(context<'c>, _, _) -> _") __gpl __roles("lirc"));

/// Helpers that nearly all programs may call, beside those of helpers.h.
///
/// Results are of 64 bits here, whatever C programs are told: Linux knows nothing of them.
#pragma once

#include "contracts.h"
#include "groups.h"
#include "objects.h"

/// Goes on in another program of the array; returns only where there is none.
__helper(12, void, bpf_tail_call, (void *ctx, void *program_array, u32 index),
         __contract("(context<'c>, map<prog_array,'m>, _)") __tail_calls __moves_packet("'c"));

// Time and place.

__helper(208, u64, bpf_ktime_get_tai_ns, (void), __contract("() -> _") __roles(LINUX_BASE));
__helper(118, u64, bpf_jiffies64, (void), __contract("() -> _") __roles(LINUX_BASE));
__helper(42, long, bpf_get_numa_node_id, (void), __contract("() -> _") __roles(LINUX_BASE));

// Numbers in text.

__helper(105, long, bpf_strtol, (const char *text, u64 text_size, u64 flags, s64 *result),
         __contract("(mem<'n>, size<'n>, _, aligned out mem<8>) -> _") __roles(LINUX_BASE));
__helper(106, long, bpf_strtoul, (const char *text, u64 text_size, u64 flags, u64 *result),
         __contract("(mem<'n>, size<'n>, _, aligned out mem<8>) -> _") __roles(LINUX_BASE));

// Who is running.

__helper(14, u64, bpf_get_current_pid_tgid, (void), __contract("() -> _") __roles(LINUX_BASE));
__helper(120, long, bpf_get_ns_current_pid_tgid, (u64 dev, u64 ino, void *ids, u32 size),
         __contract("(_, _, out mem<'n>, size<'n>) -> _") __roles(LINUX_BASE));
__helper(80, u64, bpf_get_current_cgroup_id, (void), __contract("() -> _") __roles(LINUX_BASE));
__helper(123, u64, bpf_get_current_ancestor_cgroup_id, (s32 level),
         __contract("(_) -> _") __roles(LINUX_BASE));
__helper(35, u64, bpf_get_current_task, (void), __contract("() -> _") __gpl __roles(LINUX_BASE));
__helper(158, void *, bpf_get_current_task_btf, (void),
         __contract("() -> trusted task_struct<'t>") __gpl __roles(LINUX_BASE));
/// The registers with which the task came into the kernel.
__helper(175, void *, bpf_task_pt_regs, (void *task),
         __contract("(kernel task_struct<'t>) -> kernel pt_regs<'r>") __gpl __roles(LINUX_BASE));

// Memory that need not be there.

__helper(112, long, bpf_probe_read_user, (void *to, u32 size, u64 from),
         __contract("(out mem<'n>, size<'n>?, _) -> _") __gpl __roles(LINUX_BASE));
__helper(113, long, bpf_probe_read_kernel, (void *to, u32 size, u64 from),
         __contract("(out mem<'n>, size<'n>?, _) -> _") __gpl __roles(LINUX_BASE));
__helper(114, long, bpf_probe_read_user_str, (void *to, u32 size, u64 from),
         __contract("(out mem<'n>, size<'n>?, _) -> -4095..'n") __gpl __roles(LINUX_BASE));
__helper(115, long, bpf_probe_read_kernel_str, (void *to, u32 size, u64 from),
         __contract("(out mem<'n>, size<'n>?, _) -> -4095..'n") __gpl __roles(LINUX_BASE));
/// Writes what a pointer points to, as the kernel's types describe it.
__helper(149, long, bpf_snprintf_btf,
         (char *text, u32 text_size, void *pointer, u32 pointer_size, u64 flags),
         __contract("(mem<'t>, size<'t>, mem<'p>, size<'p>, _) -> _") __roles(LINUX_BASE));

// Variables of the kernel that each processor has.

/// That they are such pointers, and what is returned, the notation can't say.
__helper(153, u64, bpf_per_cpu_ptr, (const void *pointer, u32 cpu),
         __contract("(percpu allocated<'o>, _) -> _") __roles(LINUX_BASE));
__helper(154, u64, bpf_this_cpu_ptr, (const void *pointer),
         __contract("(percpu allocated<'o>) -> _") __roles(LINUX_BASE));

// Timers, which lie in values of the map 'm.

__helper(169, long, bpf_timer_init, (struct bpf_timer * timer, void *map, u64 flags),
         __contract("(bpf_timer<'m,'t>, map<" __base_tables ",'m>, _) -> _") __gpl
         __roles(LINUX_BASE));
__helper(170, long, bpf_timer_set_callback, (struct bpf_timer * timer, void *body),
         __contract("(bpf_timer<'m,'t>, later callback<timer>) -> _") __gpl __roles(LINUX_BASE));
__callback("timer") __contract("(map<'m>, key<'m>, value<'m>) -> 0")
long linux_timer_body(void *map, const void *key, void *value);
__helper(171, long, bpf_timer_start, (struct bpf_timer * timer, u64 nanoseconds, u64 flags),
         __contract("(bpf_timer<'m,'t>, _, _) -> _") __gpl __roles(LINUX_BASE));
__helper(172, long, bpf_timer_cancel, (struct bpf_timer * timer),
         __contract("(bpf_timer<'m,'t>) -> _") __gpl __roles(LINUX_BASE));

// Pointers that lie in maps.

/// Puts an object into the place, and gives out the one that was there.
__helper(194, void *, bpf_kptr_xchg, (struct bpf_kptr * place, void *object),
         __contract("(bpf_kptr<'k>, own element<'k,'o>?) -> own element<'k>?, consumed 'o")
         __roles(LINUX_BASE));

// Records from user space.

/// Calls `body` with each record, until it returns 1; how often it was called.
__helper(209, long, bpf_user_ringbuf_drain, (void *map, void *body, void *context, u64 flags),
         __contract("(map<user_ringbuf,'m>, callback<user_record>, stack<'c>?, _) -> _")
         __roles(LINUX_BASE));
__callback("user_record") __contract("(bpf_dynptr<Local>, 'c) -> 0..1")
long linux_user_record_body(const struct bpf_dynptr *record, void *context);

// Values that belong to a cgroup.

__helper(210, void *, bpf_cgrp_storage_get, (void *map, void *cgroup, void *value, u64 flags),
         __contract("(map<cgrp_storage,'m>, kernel cgroup<'g>?, value<'m>?, _) -> value<'m>?")
         __roles(LINUX_BASE));
__helper(211, long, bpf_cgrp_storage_delete, (void *map, void *cgroup),
         __contract("(map<cgrp_storage,'m>, kernel cgroup<'g>?) -> _") __roles(LINUX_BASE));

/// Hands data to user space, through the buffer of this processor.
__helper(25, long, bpf_perf_event_output,
         (void *ctx, void *map, u64 flags, void *data, u64 size),
         __contract("(context<'c>, map<perf_event_array,'m>, _, mem<'n>, size<'n>?) -> _") __gpl
         __roles("socket, tc, xdp, cgroup_skb, sock_ops, sk_skb, sk_msg, sk_lookup, " LINUX_LWT
                 ", " LINUX_CGROUP ", " LINUX_TRACING));

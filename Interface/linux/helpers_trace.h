/// Helpers of programs that trace: where they are called, and what that was called with.
#pragma once

#include "contracts.h"
#include "groups.h"

// Stacks and branches.

__helper(27, long, bpf_get_stackid, (void *ctx, void *map, u64 flags),
         __contract("(context<'c>, map<stack_trace,'m>, _) -> _") __gpl __roles(LINUX_TRACING));
__helper(67, long, bpf_get_stack, (void *ctx, void *addresses, u32 size, u64 flags),
         __contract("(context<'c>, out mem<'n>, size<'n>?, _) -> -4095..'n") __gpl
         __roles(LINUX_TRACING));
__helper(176, long, bpf_get_branch_snapshot, (void *entries, u32 size, u64 flags),
         __contract("(out mem<'n>, size<'n>?, ...) -> _") __gpl __roles(LINUX_TRACING));
__helper(119, long, bpf_read_branch_records, (void *ctx, void *entries, u32 size, u64 flags),
         __contract("(context<'c>, mem<'n>?, size<'n>?, _) -> _") __gpl __roles("perf_event"));

// The traced call.

__helper(173, u64, bpf_get_func_ip, (void *ctx),
         __contract("(context<'c>) -> _") __gpl __roles(LINUX_TRACING));
/// What was given when the program was attached.
__helper(174, u64, bpf_get_attach_cookie, (void *ctx),
         __contract("(context<'c>) -> _")
         __roles(LINUX_PROBES ", tp_btf, fentry, fexit, fmod_ret, lsm"));
__helper(183, long, bpf_get_func_arg, (void *ctx, u32 index, u64 *value),
         __contract("(context<'c>, _, aligned out mem<8>) -> _")
         __roles("fentry, fexit, fmod_ret, lsm"));
__helper(184, long, bpf_get_func_ret, (void *ctx, u64 *value),
         __contract("(context<'c>, aligned out mem<8>) -> _")
         __roles("fentry, fexit, fmod_ret, lsm"));
__helper(185, long, bpf_get_func_arg_cnt, (void *ctx),
         __contract("(context<'c>) -> _") __roles("fentry, fexit, fmod_ret, lsm"));
__helper(58, long, bpf_override_return, (void *ctx, u64 result),
         __contract("(context<'c>, _) -> _") __gpl __roles("kprobe"));

// Counters.

__helper(22, u64, bpf_perf_event_read, (void *map, u64 flags),
         __contract("(map<perf_event_array,'m>, _) -> _") __gpl __roles(LINUX_TRACING));
__helper(55, long, bpf_perf_event_read_value, (void *map, u64 flags, void *value, u32 size),
         __contract("(map<perf_event_array,'m>, _, out mem<'n>, size<'n>) -> _") __gpl
         __roles(LINUX_TRACING));
__helper(56, long, bpf_perf_prog_read_value, (void *ctx, void *value, u32 size),
         __contract("(context<'c>, out mem<'n>, size<'n>) -> _") __gpl __roles("perf_event"));

// Packets, as the kernel has them, to user space.

__helper(111, long, bpf_skb_output, (void *skb, void *map, u64 flags, void *data, u64 size),
         __contract("(kernel sk_buff<'s>, map<perf_event_array,'m>, _, mem<'n>, size<'n>?) -> _")
         __gpl __roles(LINUX_TYPED_AND_SYSCALL));
__helper(121, long, bpf_xdp_output, (void *xdp, void *map, u64 flags, void *data, u64 size),
         __contract("(kernel xdp_buff<'x>, map<perf_event_array,'m>, _, mem<'n>, size<'n>?) -> _")
         __gpl __roles(LINUX_TYPED_AND_SYSCALL));

// What an iterator's reader gets.

__helper(126, long, bpf_seq_printf,
         (void *file, const char *format, u32 format_size, const void *data, u32 data_size),
         __contract("(kernel seq_file<'s>, mem<'f>, size<'f>, mem<'d>?, size<'d>?) -> _") __gpl
         __roles("iter"));
__helper(127, long, bpf_seq_write, (void *file, const void *data, u32 size),
         __contract("(kernel seq_file<'s>, mem<'n>, size<'n>?) -> _") __gpl __roles("iter"));
__helper(150, long, bpf_seq_printf_btf, (void *file, void *pointer, u32 size, u64 flags),
         __contract("(kernel seq_file<'s>, mem<'n>, size<'n>?, _) -> _") __gpl __roles("iter"));

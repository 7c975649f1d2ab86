/// The kernel's functions that all programs may call, and how such functions are declared.
///
/// Linux finds them by their names, so each is declared under its own; what it does not look at is `_` here,
/// and so are numbers. Memory that they are given has to be writable, even where they only read it.
/// Results are of 64 bits here, whatever C programs are told: Linux knows nothing of them.
#pragma once

#include "contracts.h"
#include "groups.h"
#include "objects.h"

/// A function of the kernel's. All are only for programs under a licence compatible with the GPL.
#define LINUX_KFUNC(result, name, parameters, ...) __VA_ARGS__ __gpl result name parameters

/// What a parameter is that takes a socket, or one of which only the beginning need be there.
#define LINUX_KFUNC_SOCKET "sock|bpf_fullsock|bpf_tcp_sock"
#define LINUX_KFUNC_ANY_SOCKET "sock_common|bpf_sock_common|bpf_fullsock|bpf_tcp_sock"

// Sections. That of `rcu` has no other within; `preemption` is on again when it was left as often as it
// was entered.

LINUX_KFUNC(void, bpf_rcu_read_lock, (void), __contract("()") __enters("rcu"));
LINUX_KFUNC(void, bpf_rcu_read_unlock, (void), __contract("()") __leaves("rcu"));
LINUX_KFUNC(void, bpf_preempt_disable, (void), __contract("()") __enters("preemption"));
LINUX_KFUNC(void, bpf_preempt_enable, (void), __contract("()") __leaves("preemption"));

// Exceptions.

/// Ends the program, which returns the cookie, or what its own callback for exceptions makes of it.
LINUX_KFUNC(void, bpf_throw, (u64 cookie),
            __contract("(_)") __ends_program __roles(LINUX_GENERIC_KFUNCS) __attribute__((noreturn)));

// Pointers seen as other ones.

/// The context as the kernel has it.
LINUX_KFUNC(void *, bpf_cast_to_kern_ctx, (void *ctx),
            __contract("(context<'c>) -> trusted kern_ctx"));
/// Any address, seen as a structure of the kernel's that a program may read at its own risk.
LINUX_KFUNC(void *, bpf_rdonly_cast, (u64 address, u32 type),
            __contract("(_, kernel type<'t>) -> untrusted type<'t>"));

// Memory that need not be there.

/// Text of the process, with a zero at its end.
LINUX_KFUNC(u64, bpf_copy_from_user_str, (void *to, u32 size, u64 from, u64 flags),
            __contract("(inout mem<'n>?, size<'n>?, _, _) -> _") __reads_packet __sleeps);

// Maps.

/// How many entries the map has. A map is the kernel's `bpf_map` to functions that take one.
LINUX_KFUNC(u64, bpf_map_sum_elem_count, (const void *map),
            __contract("(trusted bpf_map<'m>) -> _"));

/// Pages of an arena, whose addresses are numbers to everybody else.
LINUX_KFUNC(u64, bpf_arena_alloc_pages,
            (const void *map, u64 address, u32 count, s32 node, u64 flags),
            __contract("(map<arena,'m>, _, _, _, _) -> _") __sleeps);
LINUX_KFUNC(void, bpf_arena_free_pages, (const void *map, u64 address, u32 count),
            __contract("(map<arena,'m>, _, _)") __sleeps);

// Probes that run at a function's beginning and at its end.

LINUX_KFUNC(u64, bpf_session_is_return, (void),
            __contract("() -> _") __roles("kprobe/session"));
/// What the program leaves there at the beginning, it finds at the end.
LINUX_KFUNC(void *, bpf_session_cookie, (void),
            __contract("() -> mem<8>") __roles("kprobe/session"));

// Tests of the kernel's.

/// Sets off a tracepoint.
LINUX_KFUNC(u64, bpf_modify_return_test_tp, (s32 nonce), __contract("(_) -> _"));

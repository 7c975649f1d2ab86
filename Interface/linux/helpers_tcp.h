/// Helpers for TCP.
#pragma once

#include "contracts.h"
#include "groups.h"
#include "objects.h"

// Options of headers, and what a connection reports.

__helper(59, long, bpf_sock_ops_cb_flags_set, (void *ctx, s32 flags),
         __contract("(context<'c>, _) -> _") __roles("sock_ops"));
__helper(142, long, bpf_load_hdr_opt, (void *ctx, void *option, u32 size, u64 flags),
         __contract("(context<'c>, inout mem<'n>, size<'n>, _) -> _") __roles("sock_ops"));
__helper(143, long, bpf_store_hdr_opt, (void *ctx, const void *option, u32 size, u64 flags),
         __contract("(context<'c>, mem<'n>, size<'n>, _) -> _") __moves_packet("'c")
         __roles("sock_ops"));
__helper(144, long, bpf_reserve_hdr_opt, (void *ctx, u32 size, u64 flags),
         __contract("(context<'c>, _, _) -> _") __roles("sock_ops"));
/// For programs that stand in for a congestion control.
__helper(116, long, bpf_tcp_send_ack, (void *sock, u32 next),
         __contract("(kernel tcp_sock<'s>, _) -> _") __roles("struct_ops"));

// Cookies instead of half-open connections; with headers of 20 octets, of IPv6 of 40.

__helper(100, long, bpf_tcp_check_syncookie,
         (void *sock, void *ip, u32 ip_size, void *tcp, u32 tcp_size),
         __contract("(" LINUX_ANY_SOCKET "<'s>, mem<'i>, size<'i>, mem<'t>, size<'t>) -> _")
         __gpl __reads_packet __roles("tc, xdp"));
__helper(110, s64, bpf_tcp_gen_syncookie,
         (void *sock, void *ip, u32 ip_size, void *tcp, u32 tcp_size),
         __contract("(" LINUX_ANY_SOCKET "<'s>, mem<'i>, size<'i>, mem<'t>, size<'t>) -> _")
         __gpl __reads_packet __roles("tc, xdp"));
__helper(204, s64, bpf_tcp_raw_gen_syncookie_ipv4, (void *ip, void *tcp, u32 tcp_size),
         __contract("(mem<20>, mem<'t>, size<'t>?) -> _") __gpl __reads_packet
         __roles("tc, xdp"));
__helper(205, s64, bpf_tcp_raw_gen_syncookie_ipv6, (void *ip, void *tcp, u32 tcp_size),
         __contract("(mem<40>, mem<'t>, size<'t>?) -> _") __gpl __reads_packet
         __roles("tc, xdp"));
__helper(206, long, bpf_tcp_raw_check_syncookie_ipv4, (void *ip, void *tcp),
         __contract("(mem<20>, mem<20>) -> _") __gpl __reads_packet __roles("tc, xdp"));
__helper(207, long, bpf_tcp_raw_check_syncookie_ipv6, (void *ip, void *tcp),
         __contract("(mem<40>, mem<20>) -> _") __gpl __reads_packet __roles("tc, xdp"));

/// Helpers that read, change or send packets.
#pragma once

#include "contracts.h"
#include "groups.h"

// Octets.

__helper(9, long, bpf_skb_store_bytes,
         (void *ctx, u32 offset, const void *from, u32 size, u64 flags),
         __contract("(context<'c>, _, mem<'n>, size<'n>, _) -> _") __moves_packet("'c")
         __roles("tc, sk_skb, lwt_xmit"));
__helper(26, long, bpf_skb_load_bytes, (const void *ctx, u32 offset, void *to, u32 size),
         __contract("(context<'c>, _, out mem<'n>, size<'n>) -> _")
         __roles("socket, tc, cgroup_skb, sk_skb, sk_reuseport, flow_dissector, " LINUX_LWT));
__helper(68, long, bpf_skb_load_bytes_relative,
         (const void *ctx, u32 offset, void *to, u32 size, u32 header),
         __contract("(context<'c>, _, out mem<'n>, size<'n>, _) -> _")
         __roles("socket, tc, cgroup_skb, sk_reuseport"));
/// Makes so many octets of the packet directly accessible.
__helper(39, long, bpf_skb_pull_data, (void *ctx, u32 size),
         __contract("(context<'c>, _) -> _") __moves_packet("'c")
         __roles("tc, sk_skb, lwt_in, lwt_out, lwt_xmit"));
__helper(189, long, bpf_xdp_load_bytes, (void *ctx, u32 offset, void *to, u32 size),
         __contract("(context<'c>, _, out mem<'n>, size<'n>) -> _") __roles("xdp"));
__helper(190, long, bpf_xdp_store_bytes, (void *ctx, u32 offset, void *from, u32 size),
         __contract("(context<'c>, _, mem<'n>, size<'n>) -> _") __roles("xdp"));
/// Tracing programs pass the kernel's own structure, XDP's their context.
__helper(188, u64, bpf_xdp_get_buff_len, (void *ctx),
         __contract("(kernel xdp_buff|xdp_md<'c>) -> _") __roles("xdp, " LINUX_TYPED_AND_SYSCALL));

// Room.

__helper(38, long, bpf_skb_change_tail, (void *ctx, u32 size, u64 flags),
         __contract("(context<'c>, _, _) -> _") __moves_packet("'c")
         __roles("tc, sk_skb, lwt_xmit"));
__helper(43, long, bpf_skb_change_head, (void *ctx, u32 size, u64 flags),
         __contract("(context<'c>, _, _) -> _") __moves_packet("'c")
         __roles("tc, sk_skb, lwt_xmit"));
__helper(50, long, bpf_skb_adjust_room, (void *ctx, s32 delta, u32 mode, u64 flags),
         __contract("(context<'c>, _, _, _) -> _") __moves_packet("'c") __roles("tc, sk_skb"));
__helper(44, long, bpf_xdp_adjust_head, (void *ctx, s32 delta),
         __contract("(context<'c>, _) -> _") __moves_packet("'c") __roles("xdp"));
__helper(54, long, bpf_xdp_adjust_meta, (void *ctx, s32 delta),
         __contract("(context<'c>, _) -> _") __moves_packet("'c") __roles("xdp"));
__helper(65, long, bpf_xdp_adjust_tail, (void *ctx, s32 delta),
         __contract("(context<'c>, _) -> _") __moves_packet("'c") __roles("xdp"));

// Headers.

__helper(10, long, bpf_l3_csum_replace, (void *ctx, u32 offset, u64 from, u64 to, u64 size),
         __contract("(context<'c>, _, _, _, _) -> _") __moves_packet("'c")
         __roles("tc, lwt_xmit"));
__helper(11, long, bpf_l4_csum_replace, (void *ctx, u32 offset, u64 from, u64 to, u64 flags),
         __contract("(context<'c>, _, _, _, _) -> _") __moves_packet("'c")
         __roles("tc, lwt_xmit"));
__helper(40, s64, bpf_csum_update, (void *ctx, u32 checksum),
         __contract("(context<'c>, _) -> _") __roles("tc, lwt_xmit"));
__helper(135, long, bpf_csum_level, (void *ctx, u64 level),
         __contract("(context<'c>, _) -> _") __roles("tc, lwt_xmit"));
__helper(18, long, bpf_skb_vlan_push, (void *ctx, u16 protocol, u16 tag),
         __contract("(context<'c>, _, _) -> _") __moves_packet("'c") __roles("tc"));
__helper(19, long, bpf_skb_vlan_pop, (void *ctx),
         __contract("(context<'c>) -> _") __moves_packet("'c") __roles("tc"));
__helper(31, long, bpf_skb_change_proto, (void *ctx, u16 protocol, u64 flags),
         __contract("(context<'c>, _, _) -> _") __moves_packet("'c") __roles("tc"));
__helper(32, long, bpf_skb_change_type, (void *ctx, u32 type),
         __contract("(context<'c>, _) -> _") __roles("tc"));
__helper(97, long, bpf_skb_ecn_set_ce, (void *ctx),
         __contract("(context<'c>) -> _") __roles("tc, cgroup_skb"));

// What the stack knows of a packet.

__helper(24, u64, bpf_get_route_realm, (void *ctx),
         __contract("(context<'c>) -> _") __roles("tc, " LINUX_LWT));
__helper(34, u64, bpf_get_hash_recalc, (void *ctx),
         __contract("(context<'c>) -> _") __roles("tc, " LINUX_LWT));
__helper(41, long, bpf_set_hash_invalid, (void *ctx),
         __contract("(context<'c>) -> _") __roles("tc, lwt_xmit"));
__helper(48, long, bpf_set_hash, (void *ctx, u32 hash),
         __contract("(context<'c>, _) -> _") __roles("tc"));
__helper(192, long, bpf_skb_set_tstamp, (void *ctx, u64 time, u32 type),
         __contract("(context<'c>, _, _) -> _") __roles("tc"));
__helper(66, long, bpf_skb_get_xfrm_state,
         (void *ctx, u32 index, void *state, u32 size, u64 flags),
         __contract("(context<'c>, _, out mem<'n>, size<'n>, _) -> _") __roles("tc"));

// Tunnels.

__helper(20, long, bpf_skb_get_tunnel_key, (void *ctx, void *key, u32 size, u64 flags),
         __contract("(context<'c>, out mem<'n>, size<'n>, _) -> _") __roles("tc, lwt_xmit"));
__helper(21, long, bpf_skb_set_tunnel_key, (void *ctx, void *key, u32 size, u64 flags),
         __contract("(context<'c>, mem<'n>, size<'n>, _) -> _") __roles("tc, lwt_xmit"));
__helper(29, long, bpf_skb_get_tunnel_opt, (void *ctx, void *option, u32 size),
         __contract("(context<'c>, out mem<'n>, size<'n>) -> _") __roles("tc, lwt_xmit"));
__helper(30, long, bpf_skb_set_tunnel_opt, (void *ctx, void *option, u32 size),
         __contract("(context<'c>, mem<'n>, size<'n>) -> _") __roles("tc, lwt_xmit"));
__helper(73, long, bpf_lwt_push_encap, (void *ctx, u32 type, void *header, u32 size),
         __contract("(context<'c>, _, mem<'n>, size<'n>) -> _") __moves_packet("'c")
         __roles("lwt_in, lwt_xmit"));
__helper(74, long, bpf_lwt_seg6_store_bytes,
         (void *ctx, u32 offset, const void *from, u32 size),
         __contract("(context<'c>, _, mem<'n>, size<'n>) -> _") __moves_packet("'c")
         __roles("lwt_seg6local"));
__helper(75, long, bpf_lwt_seg6_adjust_srh, (void *ctx, u32 offset, s32 delta),
         __contract("(context<'c>, _, _) -> _") __moves_packet("'c") __roles("lwt_seg6local"));
__helper(76, long, bpf_lwt_seg6_action, (void *ctx, u32 action, void *parameter, u32 size),
         __contract("(context<'c>, _, mem<'n>, size<'n>) -> _") __moves_packet("'c")
         __roles("lwt_seg6local"));

// Ways.

__helper(13, long, bpf_clone_redirect, (void *ctx, u32 ifindex, u64 flags),
         __contract("(context<'c>, _, _) -> _") __moves_packet("'c") __roles("tc, lwt_xmit"));
__helper(23, long, bpf_redirect, (u32 ifindex, u64 flags),
         __contract("(_, _) -> _") __roles("tc, xdp, lwt_xmit"));
__helper(155, long, bpf_redirect_peer, (u32 ifindex, u64 flags),
         __contract("(_, _) -> _") __roles("tc"));
__helper(152, long, bpf_redirect_neigh, (u32 ifindex, void *parameters, u32 size, u64 flags),
         __contract("(_, mem<'n>?, size<'n>?, _) -> _") __roles("tc"));
__helper(51, long, bpf_redirect_map, (void *map, u64 key, u64 flags),
         __contract("(map<devmap|devmap_hash|cpumap|xskmap,'m>, _, _) -> _") __roles("xdp"));
__helper(69, long, bpf_fib_lookup, (void *ctx, void *parameters, u32 size, u32 flags),
         __contract("(context<'c>, mem<'n>, size<'n>, _) -> _") __gpl __roles("tc, xdp"));
__helper(163, long, bpf_check_mtu, (void *ctx, u32 ifindex, u32 *mtu, s32 delta, u64 flags),
         __contract("(context<'c>, _, aligned written inout mem<4>, _, _) -> _") __gpl
         __roles("tc, xdp"));

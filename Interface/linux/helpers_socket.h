/// Helpers for sockets: finding them, seeing them as what they are, their options and their data.
#pragma once

#include "contracts.h"
#include "groups.h"
#include "objects.h"

/// Programs that may pass the kernel's own sockets.
#define LINUX_CASTS LINUX_NET ", " LINUX_TYPED_AND_SYSCALL

// References. Who looks a socket up has to release it.

__helper(84, void *, bpf_sk_lookup_tcp,
         (void *ctx, void *tuple, u32 size, u64 netns, u64 flags),
         __contract("(context<'c>, mem<'n>, size<'n>?, _, _) -> own bpf_fullsock<'s>?")
         __reads_packet __roles("tc, xdp, cgroup_skb, sock_addr, sk_skb"));
__helper(85, void *, bpf_sk_lookup_udp,
         (void *ctx, void *tuple, u32 size, u64 netns, u64 flags),
         __contract("(context<'c>, mem<'n>, size<'n>?, _, _) -> own bpf_fullsock<'s>?")
         __reads_packet __roles("tc, xdp, cgroup_skb, sock_addr, sk_skb"));
__helper(99, void *, bpf_skc_lookup_tcp,
         (void *ctx, void *tuple, u32 size, u64 netns, u64 flags),
         __contract("(context<'c>, mem<'n>, size<'n>?, _, _) -> own bpf_sock_common<'s>?")
         __reads_packet __roles("tc, xdp, cgroup_skb, sock_addr, sk_skb"));
__helper(86, long, bpf_sk_release, (void *sock),
         __contract("(own " LINUX_ANY_SOCKET "<'s>) -> _, consumed 's")
         __roles("tc, xdp, cgroup_skb, sock_addr, sk_skb, sk_lookup"));

// Views.

__helper(95, void *, bpf_sk_fullsock, (void *sock),
         __contract("(" LINUX_SOCKET "<'s>) -> view bpf_fullsock<'s>?") __roles("tc, cgroup_skb"));
__helper(96, void *, bpf_tcp_sock, (void *sock),
         __contract("(" LINUX_SOCKET "<'s>) -> view bpf_tcp_sock<'s>?")
         __roles("tc, cgroup_skb, sockopt, sock_ops"));
__helper(98, void *, bpf_get_listener_sock, (void *sock),
         __contract("(" LINUX_SOCKET "<'s>) -> bpf_fullsock<'l>?") __roles("tc, cgroup_skb"));
__helper(136, void *, bpf_skc_to_tcp6_sock, (void *sock),
         __contract("(" LINUX_ANY_SOCKET "<'s>) -> view kernel tcp6_sock<'s>?")
         __roles(LINUX_CASTS));
__helper(137, void *, bpf_skc_to_tcp_sock, (void *sock),
         __contract("(" LINUX_ANY_SOCKET "<'s>) -> view kernel tcp_sock<'s>?")
         __roles(LINUX_CASTS));
__helper(138, void *, bpf_skc_to_tcp_timewait_sock, (void *sock),
         __contract("(" LINUX_ANY_SOCKET "<'s>) -> view kernel tcp_timewait_sock<'s>?")
         __roles(LINUX_CASTS));
__helper(139, void *, bpf_skc_to_tcp_request_sock, (void *sock),
         __contract("(" LINUX_ANY_SOCKET "<'s>) -> view kernel tcp_request_sock<'s>?")
         __roles(LINUX_CASTS));
__helper(140, void *, bpf_skc_to_udp6_sock, (void *sock),
         __contract("(" LINUX_ANY_SOCKET "<'s>) -> view kernel udp6_sock<'s>?")
         __roles(LINUX_CASTS));
/// No view of its argument, as far as Linux's verifier knows.
__helper(178, void *, bpf_skc_to_unix_sock, (void *sock),
         __contract("(" LINUX_ANY_SOCKET "<'s>) -> kernel unix_sock<'u>?") __roles(LINUX_CASTS));
__helper(196, void *, bpf_skc_to_mptcp_sock, (void *sock),
         __contract("(" LINUX_SOCKET "<'s>) -> view kernel mptcp_sock<'s>?")
         __roles(LINUX_CASTS));
__helper(162, void *, bpf_sock_from_file, (void *file),
         __contract("(kernel file<'f>) -> kernel socket<'s>?") __roles(LINUX_TYPED_AND_SYSCALL));

// Maps of sockets: further declarations of the helpers for maps.

/// Which programs may change them: those that never hold a socket's lock.
#define LINUX_SOCKET_MAPS \
  "socket, tc, xdp, sk_reuseport, flow_dissector, sk_lookup, iter"

__helper(1, void *, bpf_map_lookup_elem__sockets, (void *map, const void *key),
         __contract("(map<sockmap|sockhash,'m>, key<'m>) -> own bpf_fullsock<'s>?")
         __reads_packet);
__helper(1, void *, bpf_map_lookup_elem__xsk, (void *map, const void *key),
         __contract("(map<xskmap,'m>, key<'m>) -> bpf_xdp_sock<'s>?") __reads_packet);
__helper(2, long, bpf_map_update_elem__sockets,
         (void *map, const void *key, void *socket, u64 flags),
         __contract("(map<sockmap|sockhash,'m>, key<'m>, " LINUX_ANY_SOCKET "<'s>, _) -> _")
         __reads_packet __roles(LINUX_SOCKET_MAPS)
         __refusal("cannot update sockmap in this context"));
__helper(3, long, bpf_map_delete_elem__sockets, (void *map, const void *key),
         __contract("(map<sockmap|sockhash,'m>, key<'m>) -> _") __reads_packet
         __roles(LINUX_SOCKET_MAPS ", sock_ops") __refusal("cannot update sockmap in this context"));

// Whose socket.

__helper(46, u64, bpf_get_socket_cookie, (void *ctx),
         __contract("(" LINUX_ANY_SOCKET "|__sk_buff|bpf_sock|bpf_sock_addr|bpf_sock_ops<'s>) -> _")
         __roles("socket, tc, cgroup_skb, sock, sock_addr, sock_ops, sk_skb, sk_reuseport, "
                 LINUX_TYPED_AND_SYSCALL));
__helper(47, u64, bpf_get_socket_uid, (void *ctx),
         __contract("(context<'c>) -> _") __roles("socket, tc, cgroup_skb, sk_skb"));
__helper(122, u64, bpf_get_netns_cookie, (void *ctx),
         __contract("(context<'c>?) -> _") __roles("sock, sock_addr, sockopt, sock_ops, sk_msg"));

// Options of a socket: of the context's, in programs that are given one.

#define LINUX_SETS_OPTIONS                                                                        \
  "sockopt/set, sock_ops, iter, lsm_cgroup, struct_ops, sock_addr/recvmsg4, sock_addr/recvmsg6, " \
  "sock_addr/recvmsg_unix, sock_addr/getpeername4, sock_addr/getpeername6, "                      \
  "sock_addr/getsockname4, sock_addr/getsockname6, " LINUX_ADDR_REFUSABLE
__helper(49, long, bpf_setsockopt, (void *sock, s32 level, s32 name, void *value, u32 size),
         __contract("(" LINUX_ANY_SOCKET "|bpf_sock_addr|bpf_sock_ops<'s>, _, _, mem<'n>, "
                    "size<'n>) -> _")
         __roles(LINUX_SETS_OPTIONS));
__helper(57, long, bpf_getsockopt, (void *sock, s32 level, s32 name, void *value, u32 size),
         __contract("(" LINUX_ANY_SOCKET "|bpf_sock_addr|bpf_sock_ops<'s>, _, _, out mem<'n>, "
                    "size<'n>) -> _")
         __roles(LINUX_SETS_OPTIONS));
__helper(64, long, bpf_bind, (void *ctx, void *address, u32 size),
         __contract("(context<'c>, mem<'n>, size<'n>) -> _")
         __roles("sock_addr/connect4, sock_addr/connect6"));

// Values that belong to a socket. In programs of the role `sock`, that may be the context.

__helper(107, void *, bpf_sk_storage_get, (void *map, void *sock, void *value, u64 flags),
         __contract("(map<sk_storage,'m>, " LINUX_ANY_SOCKET "|bpf_sock<'s>, value<'m>?, _) "
                    "-> value<'m>?")
         __roles("tc, cgroup_skb, sock, sock_addr, sockopt, sock_ops, sk_msg, struct_ops, "
                 LINUX_TYPED_AND_SYSCALL));
__helper(108, long, bpf_sk_storage_delete, (void *map, void *sock),
         __contract("(map<sk_storage,'m>, " LINUX_ANY_SOCKET "<'s>) -> _")
         __roles("tc, cgroup_skb, sock_addr, sockopt, sock_ops, sk_msg, struct_ops, "
                 LINUX_TYPED_AND_SYSCALL));

// Who gets a packet.

/// Null where `sk_lookup` takes back what it chose.
__helper(124, long, bpf_sk_assign, (void *ctx, void *sock, u64 flags),
         __contract("(context<'c>, " LINUX_ANY_SOCKET "<'s>?, _) -> _") __roles("tc, sk_lookup"));
__helper(82, long, bpf_sk_select_reuseport, (void *ctx, void *map, void *key, u64 flags),
         __contract("(context<'c>, map<reuseport_sockarray|sockmap|sockhash,'m>, key<'m>, _) -> _")
         __roles("sk_reuseport"));
__helper(52, long, bpf_sk_redirect_map, (void *ctx, void *map, u32 key, u64 flags),
         __contract("(context<'c>, map<sockmap,'m>, _, _) -> _") __roles("sk_skb"));
__helper(72, long, bpf_sk_redirect_hash, (void *ctx, void *map, void *key, u64 flags),
         __contract("(context<'c>, map<sockhash,'m>, key<'m>, _) -> _") __roles("sk_skb"));
__helper(53, long, bpf_sock_map_update, (void *ctx, void *map, void *key, u64 flags),
         __contract("(context<'c>, map<sockmap,'m>, key<'m>, _) -> _") __reads_packet
         __roles("sock_ops"));
__helper(70, long, bpf_sock_hash_update, (void *ctx, void *map, void *key, u64 flags),
         __contract("(context<'c>, map<sockhash,'m>, key<'m>, _) -> _") __reads_packet
         __roles("sock_ops"));

// Messages.

__helper(60, long, bpf_msg_redirect_map, (void *ctx, void *map, u32 key, u64 flags),
         __contract("(context<'c>, map<sockmap,'m>, _, _) -> _") __roles("sk_msg"));
__helper(71, long, bpf_msg_redirect_hash, (void *ctx, void *map, void *key, u64 flags),
         __contract("(context<'c>, map<sockhash,'m>, key<'m>, _) -> _") __roles("sk_msg"));
__helper(61, long, bpf_msg_apply_bytes, (void *ctx, u32 size),
         __contract("(context<'c>, _) -> _") __roles("sk_msg"));
__helper(62, long, bpf_msg_cork_bytes, (void *ctx, u32 size),
         __contract("(context<'c>, _) -> _") __roles("sk_msg"));
__helper(63, long, bpf_msg_pull_data, (void *ctx, u32 start, u32 end, u64 flags),
         __contract("(context<'c>, _, _, _) -> _") __moves_packet("'c") __roles("sk_msg"));
__helper(90, long, bpf_msg_push_data, (void *ctx, u32 start, u32 size, u64 flags),
         __contract("(context<'c>, _, _, _) -> _") __moves_packet("'c") __roles("sk_msg"));
__helper(91, long, bpf_msg_pop_data, (void *ctx, u32 start, u32 size, u64 flags),
         __contract("(context<'c>, _, _, _) -> _") __moves_packet("'c") __roles("sk_msg"));

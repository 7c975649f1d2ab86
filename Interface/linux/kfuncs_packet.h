/// The kernel's functions for packets, their connections and their ways.
#pragma once

#include "kfuncs_base.h"

// What the device has found out. Only programs that are bound to it have these.

LINUX_KFUNC(u64, bpf_xdp_metadata_rx_timestamp, (const void *ctx, u64 *time),
            __contract("(xdp_md<'x>, inout mem<8>) -> _") __reads_packet __roles("xdp"));
LINUX_KFUNC(u64, bpf_xdp_metadata_rx_hash, (const void *ctx, u32 *hash, u32 *type),
            __contract("(xdp_md<'x>, inout mem<4>, inout mem<4>) -> _") __reads_packet
            __roles("xdp"));
LINUX_KFUNC(u64, bpf_xdp_metadata_rx_vlan_tag, (const void *ctx, u16 *protocol, u16 *tag),
            __contract("(xdp_md<'x>, inout mem<2>, inout mem<2>) -> _") __reads_packet
            __roles("xdp"));

// Connections. One that was made is of another type until it is inserted, and given away with that.

#define LINUX_CONNECTION(name, context, result)                                                \
  LINUX_KFUNC(void *, name,                                                                    \
              (void *ctx, void *tuple, u32 tuple_size, void *options, u32 options_size),       \
              __contract("(" context "<'c>, inout mem<'t>?, size<'t>?, inout mem<'o>?, size<'o>?) " \
                         "-> own kernel " result "<'n>?")                                      \
              __reads_packet __roles("xdp, tc"))

LINUX_CONNECTION(bpf_xdp_ct_alloc, "xdp_md", "nf_conn___init");
LINUX_CONNECTION(bpf_xdp_ct_lookup, "xdp_md", "nf_conn");
LINUX_CONNECTION(bpf_skb_ct_alloc, "__sk_buff", "nf_conn___init");
LINUX_CONNECTION(bpf_skb_ct_lookup, "__sk_buff", "nf_conn");
LINUX_KFUNC(void *, bpf_ct_insert_entry, (void *made),
            __contract("(own kernel nf_conn___init<'c>) -> own kernel nf_conn<'n>?, consumed 'c")
            __roles("xdp, tc"));
LINUX_KFUNC(void, bpf_ct_release, (void *connection),
            __contract("(own kernel nf_conn<'c>) -> consumed 'c") __roles("xdp, tc"));
LINUX_KFUNC(void, bpf_ct_set_timeout, (void *made, u32 milliseconds),
            __contract("(trusted nf_conn___init<'c>, _)") __roles("xdp, tc"));
LINUX_KFUNC(u64, bpf_ct_change_timeout, (void *connection, u32 milliseconds),
            __contract("(trusted nf_conn<'c>, _) -> _") __roles("xdp, tc"));
LINUX_KFUNC(u64, bpf_ct_set_status, (const void *made, u32 status),
            __contract("(trusted nf_conn___init<'c>, _) -> _") __roles("xdp, tc"));
LINUX_KFUNC(u64, bpf_ct_change_status, (void *connection, u32 status),
            __contract("(trusted nf_conn<'c>, _) -> _") __roles("xdp, tc"));
LINUX_KFUNC(u64, bpf_ct_set_nat_info, (void *made, void *address, s32 port, u32 manipulation),
            __contract("(trusted nf_conn___init<'c>, inout mem<16>, _, _) -> _") __reads_packet
            __roles("xdp, tc"));

/// What a flow table says of a packet with these addresses: a `bpf_fib_lookup`.
LINUX_KFUNC(void *, bpf_xdp_flow_lookup,
            (void *ctx, void *addresses, void *options, u32 options_size),
            __contract("(xdp_md<'x>, inout mem<64>, inout mem<4>, _) "
                       "-> kernel flow_offload_tuple_rhash<'f>?")
            __reads_packet __roles("xdp"));

// Encryption and encapsulation.

LINUX_KFUNC(void *, bpf_xdp_get_xfrm_state, (void *ctx, void *options, u32 size),
            __contract("(xdp_md<'x>, inout mem<'n>?, size<'n>?) -> own kernel xfrm_state<'o>?")
            __reads_packet __roles("xdp"));
LINUX_KFUNC(void, bpf_xdp_xfrm_state_release, (void *state),
            __contract("(own kernel xfrm_state<'s>) -> consumed 's") __roles("xdp"));
LINUX_KFUNC(u64, bpf_skb_get_xfrm_info, (void *ctx, void *to),
            __contract("(__sk_buff<'s>, inout mem<8>?) -> _") __reads_packet __roles("tc"));
LINUX_KFUNC(u64, bpf_skb_set_xfrm_info, (void *ctx, const void *from),
            __contract("(__sk_buff<'s>, inout mem<8>?) -> _") __reads_packet __roles("tc"));
LINUX_KFUNC(u64, bpf_skb_set_fou_encap, (void *ctx, void *ports, s32 type),
            __contract("(__sk_buff<'s>, inout mem<4>?, _) -> _") __reads_packet __roles("tc"));
LINUX_KFUNC(u64, bpf_skb_get_fou_encap, (void *ctx, void *ports),
            __contract("(__sk_buff<'s>, inout mem<4>?) -> _") __reads_packet __roles("tc"));

// Sockets.

/// Gives the packet a half-open connection of the listening socket's, as the attributes say.
LINUX_KFUNC(u64, bpf_sk_assign_tcp_reqsk,
            (void *ctx, void *sock, void *attributes, u32 size),
            __contract("(__sk_buff<'c>, trusted " LINUX_KFUNC_SOCKET "<'s>, inout mem<'n>, "
                       "size<'n>?) -> _")
            __reads_packet __roles("tc"));
LINUX_KFUNC(u64, bpf_sock_destroy, (void *sock),
            __contract("(trusted " LINUX_KFUNC_ANY_SOCKET "<'s>) -> _") __roles("iter"));
/// Changes the address of a call on a Unix socket.
LINUX_KFUNC(u64, bpf_sock_addr_set_sun_path, (void *call, const void *path, u32 size),
            __contract("(kernel bpf_sock_addr_kern<'c>, inout mem<'n>?, size<'n>?) -> _")
            __roles(LINUX_CGROUP_KFUNCS));

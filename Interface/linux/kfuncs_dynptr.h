/// The kernel's functions for dynptrs, beside the helpers of helpers.h.
#pragma once

#include "kfuncs_base.h"

// Packets as dynptrs. Parts of one are of no use any more when its packet has been moved.

LINUX_KFUNC(u64, bpf_dynptr_from_skb, (void *packet, u64 flags, struct bpf_dynptr *dynptr),
            __contract("(trusted sk_buff|__sk_buff<'s>, _, new bpf_dynptr<Skb,'s,'d>) -> _")
            __roles("socket, tc, sk_skb, netfilter, freplace, " LINUX_LWT ", "
                    LINUX_CGROUP_KFUNCS ", " LINUX_TRACING_KFUNCS));
LINUX_KFUNC(u64, bpf_dynptr_from_xdp, (void *packet, u64 flags, struct bpf_dynptr *dynptr),
            __contract("(xdp_md<'x>, _, new bpf_dynptr<Xdp,'x,'d>) -> _")
            __roles("xdp, freplace"));

// Parts of a dynptr's memory. Where they don't lie in one piece, they are copied into the buffer; who gives
// none is given null.

LINUX_KFUNC(void *, bpf_dynptr_slice,
            (const struct bpf_dynptr *dynptr, u32 offset, void *buffer, u32 size),
            __contract("(bpf_dynptr<'d>, _, inout mem<'n>?, const size<'n>?) "
                       "-> rdonly mem<'n,'d>?")
            __reads_packet);
LINUX_KFUNC(void *, bpf_dynptr_slice_rdwr,
            (const struct bpf_dynptr *dynptr, u32 offset, void *buffer, u32 size),
            __contract("(bpf_dynptr<'d>, _, inout mem<'n>?, const size<'n>?) -> mem<'n,'d>?")
            __reads_packet __roles("tc, xdp, sk_skb, sk_msg, lwt_xmit, sockopt, freplace")
            __refusal("the prog does not allow writes to packet data"));

// Dynptrs themselves.

/// Leaves out what lies before `start`, and from `end` on.
LINUX_KFUNC(u64, bpf_dynptr_adjust, (const struct bpf_dynptr *dynptr, u32 start, u32 end),
            __contract("(bpf_dynptr<'d>, _, _) -> _"));
LINUX_KFUNC(u64, bpf_dynptr_is_null, (const struct bpf_dynptr *dynptr),
            __contract("(bpf_dynptr<'d>) -> _"));
LINUX_KFUNC(u64, bpf_dynptr_is_rdonly, (const struct bpf_dynptr *dynptr),
            __contract("(bpf_dynptr<'d>) -> _"));
LINUX_KFUNC(u64, bpf_dynptr_size, (const struct bpf_dynptr *dynptr),
            __contract("(bpf_dynptr<'d>) -> _"));
/// Another dynptr to the same memory.
LINUX_KFUNC(u64, bpf_dynptr_clone,
            (const struct bpf_dynptr *dynptr, struct bpf_dynptr *clone),
            __contract("(bpf_dynptr<'d>, new like bpf_dynptr<'d,'c>) -> _"));

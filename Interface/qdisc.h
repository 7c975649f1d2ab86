/// Linux's queueing disciplines in BPF as an interface: their five operations, what each may call
/// and write, and who owns a packet when.
///
/// The facts are those of net/sched/bpf_qdisc.c (v6.16), where they are code of the kernel's. All
/// else that such a program may do is what `linux.h` has for `struct_ops`: these are kinds of that.
///
/// What Linux has and contracts can't say yet: that programs find their arguments in an array; that
/// the map of operations tells what a program is, and not its section; that the beginning of
/// `tstamp`, `limit` or `q.qlen` may be written alone, and parts of the rest that are not aligned.
/// Pointers in fields are numbers here. Helpers for all of `struct_ops` are these programs', too,
/// though Linux gives disciplines the base ones alone: of the others, task storage can be reached.
#pragma once

// Linux's own roles make dynptrs of what they see as a `__sk_buff`, and these of a `sk_buff`.
#define bpf_dynptr_from_skb linux_dynptr_from_skb
#include "linux.h"
#undef bpf_dynptr_from_skb

#define QDISC_OPERATIONS                                                        \
  "struct_ops/enqueue, struct_ops/dequeue, struct_ops/init, struct_ops/reset, " \
  "struct_ops/destroy"

// What the operations are given (`bpf_qdisc_btf_struct_access`): all is read, and this is written.
// The offsets are x86-64's.

#define QDISC_WRITABLE __writable(QDISC_OPERATIONS)
#define QDISC_WRITABLE_IN_PARTS __writable_narrow(QDISC_OPERATIONS)

/// A packet. Whoever owns one hands it on or gives it up, exactly once.
struct __destructor("bpf_kfree_skb") sk_buff {
  /// The octets that link it in the kernel's queues link it in a program's list, too.
  struct bpf_list_node node;
  u64 sk;
  s64 tstamp QDISC_WRITABLE;
  // `cb`, as a `qdisc_skb_cb`: the stack's own, and from `data` on QDISC_CB_PRIV_LEN octets of the
  // discipline's.
  u32 pkt_len;
  u16 slave_dev_queue_mapping;
  u16 tc_classid;
  u8 cb_data[20] QDISC_WRITABLE_IN_PARTS;
  u8 cb_rest[20];
  u64 references[3];
  u32 len;
  u32 data_len;
  u16 mac_len;
  u16 hdr_len;
  u16 queue_mapping;
  u16 cloned;
  u32 pkt_type;
  u16 tc_index;
  u16 alloc_cpu;
  u32 csum;
  u32 priority;
  s32 skb_iif;
  u32 hash;
  u16 vlan_proto;
  u16 vlan_tci;
  u32 napi_id;
  u32 secmark;
  u32 mark;
  u16 inner_protocol;
  u16 inner_transport_header;
  u16 inner_network_header;
  u16 inner_mac_header;
  u16 protocol;
  u16 transport_header;
  u16 network_header;
  u16 mac_header;
  u32 tail;
  u32 end;
  u64 head;
  u64 data;
  u32 truesize;
  u32 users;
  u64 extensions;
};
_Static_assert(__builtin_offsetof(struct sk_buff, cb_data) == 48, "Linux's place");
_Static_assert(sizeof(struct sk_buff) == 224, "Linux's size");

struct gnet_stats_queue {
  u32 qlen;
  u32 backlog;
  u32 drops;
  u32 requeues;
  u32 overlimits;
};

/// The discipline. It outlives each of its operations.
struct Qdisc {
  u64 enqueue;
  u64 dequeue;
  u32 flags;
  u32 limit QDISC_WRITABLE;
  u64 ops;
  u64 stab;
  u64 hash[2];
  u32 handle;
  u32 parent;
  u64 dev_queue;
  u64 rate_est;
  u64 cpu_bstats;
  u64 cpu_qstats;
  u32 pad;
  u32 refcnt;
  u64 until_next_line[3];
  u64 gso_skb[3];
  // `q`.
  u64 q_head;
  u64 q_tail;
  u32 q_qlen QDISC_WRITABLE;
  u32 q_lock;
  u64 bstats[2];
#if defined(BATON_INTERFACE)
  /// One place to Linux: a store may cover two of the counts.
  u32 qstats[sizeof(struct gnet_stats_queue) / sizeof(u32)] QDISC_WRITABLE_IN_PARTS;
#else
  struct gnet_stats_queue qstats;
#endif
  s32 owner;
  u64 state;
  u64 state2;
  u64 next_sched;
};
_Static_assert(__builtin_offsetof(struct Qdisc, q_qlen) == 168, "Linux's place");
_Static_assert(__builtin_offsetof(struct Qdisc, qstats) == 192, "Linux's place");

/// The packets that are freed when `enqueue` has returned, and the discipline's lock was given up.
struct bpf_sk_buff_ptr {
  u64 skb;
};

/// Options of the command that makes the discipline.
struct nlattr {
  u16 nla_len;
  u16 nla_type;
};

/// Where errors are explained to who gave the command.
struct netlink_ext_ack {
  u64 _msg;
};

// Functions, and the operations that may call them (`bpf_qdisc_kfunc_filter`).

LINUX_KFUNC(u32, bpf_skb_get_hash, (struct sk_buff * skb), __contract("(sk_buff<'s>) -> _")
            __roles(QDISC_OPERATIONS));
/// Frees the packet at once. Nothing that was read out of it by a dynptr is of use then.
LINUX_KFUNC(void, bpf_kfree_skb, (struct sk_buff * skb),
            __contract("(own sk_buff<'s>) -> consumed 's") __moves_packet("'s")
            __roles(QDISC_OPERATIONS));
LINUX_KFUNC(s32, bpf_dynptr_from_skb,
            (struct sk_buff * skb, u64 flags, struct bpf_dynptr *dynptr),
            __contract("(sk_buff<'s>, _, new bpf_dynptr<Skb,'s,'d>) -> _")
            __roles(QDISC_OPERATIONS));
/// Leaves the packet to be freed a little later.
LINUX_KFUNC(void, bpf_qdisc_skb_drop, (struct sk_buff * skb, struct bpf_sk_buff_ptr *to_free),
            __contract("(own sk_buff<'s>, bpf_sk_buff_ptr<'f>) -> consumed 's")
            __moves_packet("'s") __roles("struct_ops/enqueue"));
/// Has the discipline asked for packets again at `expire`, or up to `delta_ns` nanoseconds later.
LINUX_KFUNC(void, bpf_qdisc_watchdog_schedule, (struct Qdisc * sch, u64 expire, u64 delta_ns),
            __contract("(Qdisc<'q>, _, _)") __roles("struct_ops/enqueue, struct_ops/dequeue"));
/// Counts a packet that leaves.
LINUX_KFUNC(void, bpf_qdisc_bstats_update, (struct Qdisc * sch, const struct sk_buff *skb),
            __contract("(Qdisc<'q>, sk_buff<'s>)") __roles("struct_ops/dequeue"));

// Linux itself puts calls of these two before `init`, and behind `reset` and `destroy`.

LINUX_KFUNC(s32, bpf_qdisc_init_prologue, (struct Qdisc * sch, struct netlink_ext_ack *extack),
            __contract("(Qdisc<'q>, netlink_ext_ack<'e>) -> _") __roles("")
            __refusal("calling kernel function bpf_qdisc_init_prologue is not allowed"));
LINUX_KFUNC(void, bpf_qdisc_reset_destroy_epilogue, (struct Qdisc * sch),
            __contract("(Qdisc<'q>)") __roles("")
            __refusal("calling kernel function bpf_qdisc_reset_destroy_epilogue is not allowed"));

// The operations (`Qdisc_ops`).

/// Programs of an operation lie in `struct_ops/enqueue` and the like, with any name behind that.
#define QDISC_ROLE(operation, signature)                                         \
  __role("struct_ops/" #operation) __sections("struct_ops/" #operation "+")      \
  __contract(signature) __judged_as_linux __modular __stack(512)

/// Takes the packet over, to keep it or to drop it, whatever it returns (Linux: `skb__ref`).
QDISC_ROLE(enqueue, "(own sk_buff<'s>, Qdisc<'q>, bpf_sk_buff_ptr<'f>) -> _, consumed 's")
s32 qdisc_enqueue(struct sk_buff *skb, struct Qdisc *sch, struct bpf_sk_buff_ptr *to_free);
/// Gives out a packet, which is then its caller's, or null.
QDISC_ROLE(dequeue, "(Qdisc<'q>) -> own sk_buff<'s>?")
struct sk_buff *qdisc_dequeue(struct Qdisc *sch);
/// Who makes a discipline without a command, `qdisc_create_dflt`, has no options, and may have
/// nobody to explain errors to. Linux takes neither for null; here programs compare both with it.
QDISC_ROLE(init, "(Qdisc<'q>, nlattr<'o>?, netlink_ext_ack<'e>?) -> _")
s32 qdisc_init(struct Qdisc *sch, struct nlattr *opt, struct netlink_ext_ack *extack);
QDISC_ROLE(reset, "(Qdisc<'q>)") void qdisc_reset(struct Qdisc *sch);
QDISC_ROLE(destroy, "(Qdisc<'q>)") void qdisc_destroy(struct Qdisc *sch);

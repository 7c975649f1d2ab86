/// What the programs of this folder have in common, beside their interface.
#pragma once

#include "qdisc.h"

#define SEC(name) __attribute__((section(name), used))
#define NOINLINE __attribute__((noinline))
#define INLINE static inline __attribute__((always_inline))
#define KPTR __attribute__((btf_type_tag("kptr")))
/// Variables in a section of their own: a lock guards what lies in the same one.
#define GUARDED(name) SEC(".data." #name) __attribute__((aligned(8)))
#define CONTAINER_OF(pointer, type, member) \
  ((struct type *)((char *)(pointer) - __builtin_offsetof(struct type, member)))

// The heads of programs.

#define ENQUEUE(name)       \
  SEC("struct_ops/enqueue") \
  int name(struct sk_buff *skb, struct Qdisc *sch, struct bpf_sk_buff_ptr *to_free)
#define DEQUEUE(name) SEC("struct_ops/dequeue") struct sk_buff *name(struct Qdisc *sch)
#define INIT(name)       \
  SEC("struct_ops/init") \
  int name(struct Qdisc *sch, struct nlattr *opt, struct netlink_ext_ack *extack)
#define RESET(name) SEC("struct_ops/reset") void name(struct Qdisc *sch)
#define DESTROY(name) SEC("struct_ops/destroy") void name(struct Qdisc *sch)

enum { NET_XMIT_SUCCESS = 0, NET_XMIT_DROP = 1 };

// The kernel's functions as its selftests call them.

#define bpf_obj_new(type) \
  ((struct type *)bpf_obj_new_impl(__builtin_btf_type_id(*(struct type *)0, 0), 0))
#define bpf_obj_drop(object) bpf_obj_drop_impl(object, 0)
#define bpf_refcount_acquire(object) bpf_refcount_acquire_impl(object, 0)
#define bpf_kptr_xchg(place, object) bpf_kptr_xchg((struct bpf_kptr *)(place), object)
#define bpf_list_push_back(head, node) bpf_list_push_back_impl(head, node, 0, 0)
#define bpf_list_push_front(head, node) bpf_list_push_front_impl(head, node, 0, 0)
#define bpf_rbtree_add(root, node, less) bpf_rbtree_add_impl(root, node, less, 0, 0)

#if !defined(QDISC_LICENSE)
#define QDISC_LICENSE "GPL"
#endif
char qdisc_license[] SEC("license") = QDISC_LICENSE;

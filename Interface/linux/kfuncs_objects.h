/// Objects of the program's own types, and the lists and trees that hold them.
///
/// Which structure of the program is meant, a constant says, by the program's own types. What Linux puts into
/// further arguments by itself is `_` here.
#pragma once

#include "kfuncs_base.h"

// Objects.

LINUX_KFUNC(void *, bpf_obj_new_impl, (u64 type, u64 meta),
            __contract("(type<'t>, _) -> own allocated<'t,'o>?") __roles(LINUX_GENERIC_KFUNCS));
LINUX_KFUNC(void, bpf_obj_drop_impl, (void *object, u64 meta),
            __contract("(own allocated<'o>, _) -> consumed 'o") __roles(LINUX_GENERIC_KFUNCS));
/// A further reference, from a borrowed one, too.
LINUX_KFUNC(void *, bpf_refcount_acquire_impl, (void *object, u64 meta),
            __contract("(allocated<'x>, _) -> own allocated<'y>?") __needs_refcount("'x")
            __while_locked __roles(LINUX_GENERIC_KFUNCS));

/// One object for each processor, of at most 512 bytes, which are numbers.
LINUX_KFUNC(void *, bpf_percpu_obj_new_impl, (u64 type, u64 meta),
            __contract("(type<'t>, _) -> own percpu allocated<'t,'o>?")
            __roles(LINUX_GENERIC_KFUNCS));
LINUX_KFUNC(void, bpf_percpu_obj_drop_impl, (void *object, u64 meta),
            __contract("(own percpu allocated<'o>, _) -> consumed 'o")
            __roles(LINUX_GENERIC_KFUNCS));

// Lists. An object that others refer to as well may be in a list already: it is let go then, and the result
// is negative.

LINUX_KFUNC(u64, bpf_list_push_front_impl,
            (struct bpf_list_head * head, struct bpf_list_node *node, u64 meta, u64 offset),
            __contract("(bpf_list_head<'l>, own element<'l,'e>, _, _) -> _, lent 'e")
            __requires_lock("guard 'l") __roles(LINUX_GENERIC_KFUNCS));
LINUX_KFUNC(u64, bpf_list_push_back_impl,
            (struct bpf_list_head * head, struct bpf_list_node *node, u64 meta, u64 offset),
            __contract("(bpf_list_head<'l>, own element<'l,'e>, _, _) -> _, lent 'e")
            __requires_lock("guard 'l") __roles(LINUX_GENERIC_KFUNCS));
LINUX_KFUNC(void *, bpf_list_pop_front, (struct bpf_list_head * head),
            __contract("(bpf_list_head<'l>) -> own element<'l>?") __requires_lock("guard 'l")
            __roles(LINUX_GENERIC_KFUNCS));
LINUX_KFUNC(void *, bpf_list_pop_back, (struct bpf_list_head * head),
            __contract("(bpf_list_head<'l>) -> own element<'l>?") __requires_lock("guard 'l")
            __roles(LINUX_GENERIC_KFUNCS));

// Trees. They are in the order that `less` says: whether its first argument comes before its second.

LINUX_KFUNC(u64, bpf_rbtree_add_impl,
            (struct bpf_rb_root * root, struct bpf_rb_node *node, void *less, u64 meta,
             u64 offset),
            __contract("(bpf_rb_root<'r>, own element<'r,'e>, callback<less>, _, _) -> _, lent 'e")
            __requires_lock("guard 'r") __roles(LINUX_GENERIC_KFUNCS));
__callback("less") __contract("(lent element<'r>, lent element<'r>) -> 0..1")
u64 linux_less_body(const struct bpf_rb_node *node, const struct bpf_rb_node *other);
/// The node that comes before all others. It stays in the tree.
LINUX_KFUNC(void *, bpf_rbtree_first, (struct bpf_rb_root * root),
            __contract("(bpf_rb_root<'r>) -> lent element<'r>?") __requires_lock("guard 'r")
            __roles(LINUX_GENERIC_KFUNCS));
/// Null where the node is in another tree.
LINUX_KFUNC(void *, bpf_rbtree_remove, (struct bpf_rb_root * root, struct bpf_rb_node *node),
            __contract("(bpf_rb_root<'r>, lent element<'r,'e>) -> own element<'r>?")
            __requires_lock("guard 'r") __not_in("less") __roles(LINUX_GENERIC_KFUNCS));

// Work that is done later, by somebody who may sleep.

LINUX_KFUNC(u64, bpf_wq_init, (struct bpf_wq * queue, const void *map, u32 flags),
            __contract("(bpf_wq<'m,'w>, map<'m>, _) -> _"));
LINUX_KFUNC(u64, bpf_wq_set_callback_impl,
            (struct bpf_wq * queue, void *body, u32 flags, u64 meta),
            __contract("(bpf_wq<'m,'w>, later callback<wq>, _, _) -> _"));
__callback("wq") __contract("(map<'m>, key<'m>, value<'m>) -> 0") __may_sleep
long linux_wq_body(void *map, const void *key, void *value);
LINUX_KFUNC(u64, bpf_wq_start, (struct bpf_wq * queue, u32 flags),
            __contract("(bpf_wq<'m,'w>, _) -> _"));

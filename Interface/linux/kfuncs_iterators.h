/// Iterators: values in the program's stack that a loop asks for one thing after another.
#pragma once

#include "kfuncs_base.h"

/// The type of an iterator that takes `words` words of the stack, and its functions, but for the one that
/// makes it: `result` is what each call of the second one gives, until it gives null.
#define LINUX_ITERATOR(name, words, result)                                                 \
  struct __kind("local") __iterator __called("iter_" #name)                                 \
      __destructor("bpf_iter_" #name "_destroy") bpf_iter_##name {                          \
    u64 opaque[words];                                                                      \
  } __attribute__((aligned(8)));                                                            \
  LINUX_KFUNC(void *, bpf_iter_##name##_next, (struct bpf_iter_##name * iterator),          \
              __contract("(bpf_iter_" #name "<'i>) -> " result) __iterates);                \
  LINUX_KFUNC(void, bpf_iter_##name##_destroy, (struct bpf_iter_##name * iterator),         \
              __contract("(own bpf_iter_" #name "<'i>) -> consumed 'i"))

/// The numbers from `start` up to one less than `end`.
LINUX_ITERATOR(num, 1, "rdonly mem<4,'i>?");
LINUX_KFUNC(u64, bpf_iter_num_new, (struct bpf_iter_num * iterator, s32 start, s32 end),
            __contract("(new own bpf_iter_num<'i>, _, _) -> _"));

/// The bits that are set in some words, which are copied from any address.
LINUX_ITERATOR(bits, 2, "rdonly mem<4,'i>?");
LINUX_KFUNC(u64, bpf_iter_bits_new, (struct bpf_iter_bits * iterator, u64 words, u32 count),
            __contract("(new own bpf_iter_bits<'i>, _, _) -> _"));

/// All processes, all threads, or those of one process.
LINUX_ITERATOR(task, 3, "rcu task_struct<'t>?");
LINUX_KFUNC(u64, bpf_iter_task_new, (struct bpf_iter_task * iterator, void *task, u32 flags),
            __contract("(new own bpf_iter_task<'i>, trusted task_struct<'t>?, _) -> _")
            __in_section("rcu"));

/// The areas of a task's memory, from an address on.
LINUX_ITERATOR(task_vma, 1, "trusted vm_area_struct<'v>?");
LINUX_KFUNC(u64, bpf_iter_task_vma_new,
            (struct bpf_iter_task_vma * iterator, void *task, u64 address),
            __contract("(new own bpf_iter_task_vma<'i>, rcu task_struct<'t>, _) -> _"));

/// The groups above or below one.
LINUX_ITERATOR(css, 3, "rcu cgroup_subsys_state<'s>?");
LINUX_KFUNC(u64, bpf_iter_css_new, (struct bpf_iter_css * iterator, void *start, u32 flags),
            __contract("(new own bpf_iter_css<'i>, trusted cgroup_subsys_state<'c>, _) -> _")
            __in_section("rcu"));

/// The tasks of a group.
LINUX_ITERATOR(css_task, 1, "trusted task_struct<'t>?");
LINUX_KFUNC(u64, bpf_iter_css_task_new,
            (struct bpf_iter_css_task * iterator, void *group, u32 flags),
            __contract("(new own bpf_iter_css_task<'i>, trusted cgroup_subsys_state<'c>, _) -> _")
            __sleeps_outside("lsm, lsm_cgroup, iter")
            __refusal("css_task_iter is only allowed in bpf_lsm, bpf_iter and sleepable progs"));

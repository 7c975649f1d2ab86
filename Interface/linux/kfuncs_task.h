/// The kernel's functions for tasks and their groups.
#pragma once

#include "kfuncs_base.h"

// Tasks.

/// Null for a task that is about to go.
LINUX_KFUNC(void *, bpf_task_acquire, (void *task),
            __contract("(rcu task_struct<'t>) -> own kernel task_struct<'o>?")
            __roles(LINUX_GENERIC_KFUNCS));
LINUX_KFUNC(void, bpf_task_release, (void *task),
            __contract("(own kernel task_struct<'t>) -> consumed 't")
            __kernel_destructor("task_struct", "bpf_task_release") __roles(LINUX_GENERIC_KFUNCS));
LINUX_KFUNC(void *, bpf_task_from_pid, (s32 pid),
            __contract("(_) -> own kernel task_struct<'o>?") __roles(LINUX_GENERIC_KFUNCS));

// Groups.

LINUX_KFUNC(void *, bpf_cgroup_acquire, (void *group),
            __contract("(rcu cgroup<'g>) -> own kernel cgroup<'o>?")
            __roles(LINUX_GENERIC_KFUNCS));
LINUX_KFUNC(void, bpf_cgroup_release, (void *group),
            __contract("(own kernel cgroup<'g>) -> consumed 'g")
            __kernel_destructor("cgroup", "bpf_cgroup_release") __roles(LINUX_GENERIC_KFUNCS));
LINUX_KFUNC(void *, bpf_cgroup_ancestor, (void *group, s32 level),
            __contract("(rcu cgroup<'g>, _) -> own kernel cgroup<'o>?")
            __roles(LINUX_GENERIC_KFUNCS));
LINUX_KFUNC(void *, bpf_cgroup_from_id, (u64 id),
            __contract("(_) -> own kernel cgroup<'o>?") __roles(LINUX_GENERIC_KFUNCS));
LINUX_KFUNC(u64, bpf_task_under_cgroup, (void *task, void *ancestor),
            __contract("(rcu task_struct<'t>, rcu cgroup<'g>) -> _")
            __roles(LINUX_GENERIC_KFUNCS));
/// The task's group in a hierarchy of the first kind.
LINUX_KFUNC(void *, bpf_task_get_cgroup1, (void *task, s32 hierarchy),
            __contract("(rcu task_struct<'t>, _) -> own kernel cgroup<'o>?")
            __roles(LINUX_GENERIC_KFUNCS));

// Statistics of groups.

LINUX_KFUNC(void, cgroup_rstat_updated, (void *group, s32 processor),
            __contract("(kernel cgroup<'g>, _)") __roles(LINUX_TRACING_KFUNCS));
LINUX_KFUNC(void, cgroup_rstat_flush, (void *group),
            __contract("(kernel cgroup<'g>)") __sleeps __roles(LINUX_TRACING_KFUNCS));

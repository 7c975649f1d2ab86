/// Sets of processors, which programs make and share. The kernel's own sets can be looked at, too: a
/// `bpf_cpumask` begins with a `cpumask`.
#pragma once

#include "kfuncs_base.h"

#define LINUX_CPUMASK_ROLES __roles(LINUX_TRACING_KFUNCS ", struct_ops, syscall")

/// A function of one set, of two or of three.
#define LINUX_CPUMASK(name, of) \
  LINUX_KFUNC(u64, bpf_cpumask_##name, (const void *set), \
              __contract("(rcu " of "<'s>) -> _") LINUX_CPUMASK_ROLES)
#define LINUX_CPUMASKS(name)                                                          \
  LINUX_KFUNC(u64, bpf_cpumask_##name, (const void *first, const void *second),       \
              __contract("(rcu cpumask<'a>, rcu cpumask<'b>) -> _") LINUX_CPUMASK_ROLES)
#define LINUX_CPUMASK_OF_TWO(name)                                                             \
  LINUX_KFUNC(u64, bpf_cpumask_##name, (void *to, const void *first, const void *second),      \
              __contract("(rcu bpf_cpumask<'t>, rcu cpumask<'a>, rcu cpumask<'b>) -> _")       \
              LINUX_CPUMASK_ROLES)
/// A function of a processor and of a set.
#define LINUX_CPU(name, of)                                            \
  LINUX_KFUNC(u64, bpf_cpumask_##name, (u32 processor, void *set),     \
              __contract("(_, rcu " of "<'s>) -> _") LINUX_CPUMASK_ROLES)

LINUX_KFUNC(void *, bpf_cpumask_create, (void),
            __contract("() -> own kernel bpf_cpumask<'o>?") LINUX_CPUMASK_ROLES);
LINUX_KFUNC(void *, bpf_cpumask_acquire, (void *set),
            __contract("(trusted bpf_cpumask<'s>) -> own kernel bpf_cpumask<'o>")
            LINUX_CPUMASK_ROLES);
LINUX_KFUNC(void, bpf_cpumask_release, (void *set),
            __contract("(own kernel bpf_cpumask<'s>) -> consumed 's")
            __kernel_destructor("bpf_cpumask", "bpf_cpumask_release") LINUX_CPUMASK_ROLES);

LINUX_CPU(set_cpu, "bpf_cpumask");
LINUX_CPU(clear_cpu, "bpf_cpumask");
LINUX_CPU(test_cpu, "cpumask");
LINUX_CPU(test_and_set_cpu, "bpf_cpumask");
LINUX_CPU(test_and_clear_cpu, "bpf_cpumask");

LINUX_CPUMASK(setall, "bpf_cpumask");
LINUX_CPUMASK(clear, "bpf_cpumask");
LINUX_CPUMASK(first, "cpumask");
LINUX_CPUMASK(first_zero, "cpumask");
LINUX_CPUMASK(empty, "cpumask");
LINUX_CPUMASK(full, "cpumask");
LINUX_CPUMASK(weight, "cpumask");
LINUX_CPUMASK(any_distribute, "cpumask");

LINUX_CPUMASKS(first_and);
LINUX_CPUMASKS(any_and_distribute);
LINUX_CPUMASKS(equal);
LINUX_CPUMASKS(intersects);
LINUX_CPUMASKS(subset);

LINUX_CPUMASK_OF_TWO(and);
LINUX_CPUMASK_OF_TWO(or);
LINUX_CPUMASK_OF_TWO(xor);
LINUX_KFUNC(u64, bpf_cpumask_copy, (void *to, const void *from),
            __contract("(rcu bpf_cpumask<'t>, rcu cpumask<'f>) -> _") LINUX_CPUMASK_ROLES);

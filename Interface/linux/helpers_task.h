/// Helpers that work on tasks, their memory and their files; and the system call's.
#pragma once

#include "contracts.h"
#include "groups.h"
#include "objects.h"

// Memory.

/// On x86-64, the same as bpf_probe_read_kernel for addresses of the kernel's, and _user for others.
__helper(4, long, bpf_probe_read, (void *to, u32 size, u64 from),
         __contract("(out mem<'n>, size<'n>?, _) -> _") __gpl __roles(LINUX_TRACING));
__helper(45, long, bpf_probe_read_str, (void *to, u32 size, u64 from),
         __contract("(out mem<'n>, size<'n>?, _) -> _") __gpl __roles(LINUX_TRACING));
__helper(36, long, bpf_probe_write_user, (u64 to, const void *from, u32 size),
         __contract("(_, mem<'n>, size<'n>) -> _") __gpl __roles(LINUX_TRACING));
__helper(148, long, bpf_copy_from_user, (void *to, u32 size, u64 from),
         __contract("(out mem<'n>, size<'n>?, _) -> _") __sleeps __roles(LINUX_TRACING));
__helper(191, long, bpf_copy_from_user_task,
         (void *to, u32 size, u64 from, void *task, u64 flags),
         __contract("(out mem<'n>, size<'n>?, _, kernel task_struct<'t>, _) -> _") __gpl __sleeps
         __roles(LINUX_TRACING));
/// Calls `body` with the task's area of memory that has the address.
__helper(180, long, bpf_find_vma,
         (void *task, u64 address, void *body, void *context, u64 flags),
         __contract("(kernel task_struct<'t>, _, callback<vma>, stack<'c>?, _) -> _")
         __roles(LINUX_TRACING));
__callback("vma") __contract("(kernel task_struct<'t>, kernel vm_area_struct, 'c) -> 0..1")
long linux_vma_body(void *task, void *vma, void *context);
__helper(141, long, bpf_get_task_stack, (void *task, void *addresses, u32 size, u64 flags),
         __contract("(kernel task_struct<'t>, out mem<'n>, size<'n>?, _) -> -4095..'n")
         __roles(LINUX_TRACING));

// Signals.

__helper(109, long, bpf_send_signal, (u32 signal),
         __contract("(_) -> _") __roles(LINUX_TRACING));
__helper(117, long, bpf_send_signal_thread, (u32 signal),
         __contract("(_) -> _") __roles(LINUX_TRACING));

// Values that belong to a task, or a file.

__helper(156, void *, bpf_task_storage_get, (void *map, void *task, void *value, u64 flags),
         __contract("(map<task_storage,'m>, kernel task_struct<'t>?, value<'m>?, _) "
                    "-> value<'m>?")
         __roles(LINUX_TRACING ", struct_ops"));
__helper(157, long, bpf_task_storage_delete, (void *map, void *task),
         __contract("(map<task_storage,'m>, kernel task_struct<'t>?) -> _")
         __roles(LINUX_TRACING ", struct_ops"));
__helper(145, void *, bpf_inode_storage_get, (void *map, void *inode, void *value, u64 flags),
         __contract("(map<inode_storage,'m>, kernel inode<'i>?, value<'m>?, _) -> value<'m>?")
         __roles("lsm, lsm_cgroup"));
__helper(146, long, bpf_inode_storage_delete, (void *map, void *inode),
         __contract("(map<inode_storage,'m>, kernel inode<'i>?) -> _")
         __roles("lsm, lsm_cgroup"));

// Files.

/// Only from functions that may wait for the names' locks, which Linux lists.
/// Where a path is certain to be one: no lock is held, and it is not being taken apart.
#define LINUX_PATHS_IN(role)                                                                  \
  role "/security_file_permission, " role "/security_inode_getattr, " role                    \
       "/security_file_open, " role "/security_path_truncate, " role "/vfs_truncate, " role    \
       "/vfs_fallocate, " role "/dentry_open, " role "/vfs_getattr, " role "/filp_close"
#define LINUX_PATHS \
  "iter, lsm, " LINUX_PATHS_IN("fentry") ", " LINUX_PATHS_IN("fexit") ", " LINUX_PATHS_IN("fmod_ret")
__helper(147, long, bpf_d_path, (void *path, char *text, u32 size),
         __contract("(kernel path<'p>, mem<'n>, size<'n>?) -> _")
         __roles(LINUX_PATHS)
         __refusal("helper call is not allowed in probe"));
__helper(161, long, bpf_ima_inode_hash, (void *inode, void *hash, u32 size),
         __contract("(kernel inode<'i>, out mem<'n>, size<'n>) -> _") __sleeps
         __roles("lsm, lsm_cgroup"));
__helper(193, long, bpf_ima_file_hash, (void *file, void *hash, u32 size),
         __contract("(kernel file<'f>, out mem<'n>, size<'n>) -> _") __sleeps
         __roles("lsm, lsm_cgroup"));
__helper(159, long, bpf_bprm_opts_set, (void *program, u64 flags),
         __contract("(kernel linux_binprm<'b>, _) -> _") __roles("lsm, lsm_cgroup"));

// The system call.

__helper(166, long, bpf_sys_bpf, (u32 command, void *attributes, u32 size),
         __contract("(_, mem<'n>, size<'n>) -> _") __sleeps __roles("syscall"));
__helper(168, long, bpf_sys_close, (u32 descriptor),
         __contract("(_) -> _") __sleeps __roles("syscall"));
__helper(167, long, bpf_btf_find_by_name_kind, (char *name, u32 size, u32 kind, u32 flags),
         __contract("(mem<'n>, size<'n>, _, _) -> _") __sleeps __roles("syscall"));
__helper(179, long, bpf_kallsyms_lookup_name,
         (const char *name, u32 size, u32 flags, u64 *address),
         __contract("(mem<'n>, size<'n>?, _, aligned out mem<8>) -> _") __roles("syscall"));

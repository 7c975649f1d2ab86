/// The kernel's functions for keys, signatures, files and their attributes.
#pragma once

#include "kfuncs_base.h"

// Keys.

LINUX_KFUNC(void *, bpf_lookup_user_key, (u32 serial, u64 flags),
            __contract("(_, _) -> own kernel bpf_key<'o>?") __sleeps
            __roles(LINUX_TRACING_KFUNCS));
LINUX_KFUNC(void *, bpf_lookup_system_key, (u64 id),
            __contract("(_) -> own kernel bpf_key<'o>?") __roles(LINUX_TRACING_KFUNCS));
LINUX_KFUNC(void, bpf_key_put, (void *key),
            __contract("(own kernel bpf_key<'k>) -> consumed 'k") __roles(LINUX_TRACING_KFUNCS));
LINUX_KFUNC(u64, bpf_verify_pkcs7_signature,
            (struct bpf_dynptr * data, struct bpf_dynptr *signature, void *key),
            __contract("(bpf_dynptr<'d>, bpf_dynptr<'s>, kernel bpf_key<'k>) -> _") __sleeps
            __roles(LINUX_TRACING_KFUNCS));

// Files.

LINUX_KFUNC(void *, bpf_get_task_exe_file, (void *task),
            __contract("(trusted task_struct<'t>) -> own kernel file<'o>?")
            __roles("lsm, lsm_cgroup"));
LINUX_KFUNC(void, bpf_put_file, (void *file),
            __contract("(own kernel file<'f>) -> consumed 'f") __roles("lsm, lsm_cgroup"));
LINUX_KFUNC(u64, bpf_path_d_path, (void *path, char *text, u64 size),
            __contract("(trusted path<'p>, inout mem<'n>, size<'n>?) -> _")
            __roles("lsm, lsm_cgroup"));

// Attributes of files.

LINUX_KFUNC(u64, bpf_get_dentry_xattr,
            (void *entry, const char *name, struct bpf_dynptr *value),
            __contract("(trusted dentry<'e>, string, bpf_dynptr<'v>) -> _") __sleeps
            __roles("lsm, lsm_cgroup"));
LINUX_KFUNC(u64, bpf_get_file_xattr, (void *file, const char *name, struct bpf_dynptr *value),
            __contract("(trusted file<'f>, string, bpf_dynptr<'v>) -> _") __sleeps
            __roles("lsm, lsm_cgroup"));
LINUX_KFUNC(u64, bpf_get_fsverity_digest, (void *file, struct bpf_dynptr *digest),
            __contract("(trusted file<'f>, bpf_dynptr<'d>) -> _") __roles("lsm, lsm_cgroup"));

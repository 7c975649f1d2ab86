/// Encryption, with what a program of the system call has prepared.
#pragma once

#include "kfuncs_base.h"

LINUX_KFUNC(void *, bpf_crypto_ctx_create, (const void *parameters, u32 size, s32 *error),
            __contract("(inout mem<'n>?, size<'n>?, inout mem<4>?) "
                       "-> own kernel bpf_crypto_ctx<'o>?")
            __sleeps __roles("syscall"));
LINUX_KFUNC(void *, bpf_crypto_ctx_acquire, (void *crypto),
            __contract("(rcu bpf_crypto_ctx<'c>) -> own kernel bpf_crypto_ctx<'o>?")
            __roles("syscall"));
LINUX_KFUNC(void, bpf_crypto_ctx_release, (void *crypto),
            __contract("(own kernel bpf_crypto_ctx<'c>) -> consumed 'c")
            __kernel_destructor("bpf_crypto_ctx", "bpf_crypto_ctx_release") __roles("syscall"));

/// The last dynptr is what the cipher starts with, and where it keeps its state.
#define LINUX_CRYPTS(name)                                                                    \
  LINUX_KFUNC(u64, name,                                                                      \
              (void *crypto, const struct bpf_dynptr *from, const struct bpf_dynptr *to,      \
               const struct bpf_dynptr *state),                                               \
              __contract("(rcu bpf_crypto_ctx<'c>, bpf_dynptr<'f>, bpf_dynptr<'t>, "          \
                         "bpf_dynptr<'s>?) -> _")                                             \
              __roles("tc, xdp"))

LINUX_CRYPTS(bpf_crypto_encrypt);
LINUX_CRYPTS(bpf_crypto_decrypt);

/// Functions of the modules that Linux's own tests bring along. No kernel has them but that of these tests:
/// they are here so that the tests can be verified.
#pragma once

#include "kfuncs_iterators.h"

#define LINUX_TESTMOD_ROLES __roles("tc, struct_ops, syscall, " LINUX_TRACING_KFUNCS)
#define LINUX_TEST_ROLES __roles("tc, syscall, " LINUX_TRACING_KFUNCS)

// What all programs may call.

/// The same number, some times.
LINUX_ITERATOR(testmod_seq, 2, "rdonly mem<8,'i>?");
LINUX_KFUNC(u64, bpf_iter_testmod_seq_new,
            (struct bpf_iter_testmod_seq * iterator, s64 value, s32 count),
            __contract("(new own bpf_iter_testmod_seq<'i>, _, _) -> _"));
LINUX_KFUNC(u64, bpf_iter_testmod_seq_value, (s32 number, struct bpf_iter_testmod_seq *iterator),
            __contract("(_, bpf_iter_testmod_seq<'i>) -> _"));

LINUX_KFUNC(void, bpf_kfunc_common_test, (void), __contract("()"));
LINUX_KFUNC(void, bpf_kfunc_dynptr_test, (struct bpf_dynptr * one, struct bpf_dynptr *other),
            __contract("(bpf_dynptr<'a>, bpf_dynptr<'b>?)"));
LINUX_KFUNC(void, bpf_kfunc_trusted_vma_test, (void *area),
            __contract("(trusted vm_area_struct<'v>)"));
LINUX_KFUNC(void, bpf_kfunc_trusted_task_test, (void *task),
            __contract("(trusted task_struct<'t>)"));
LINUX_KFUNC(void, bpf_kfunc_trusted_num_test, (s32 * number),
            __contract("(inout mem<4>)") __reads_packet);
LINUX_KFUNC(void, bpf_kfunc_rcu_task_test, (void *task), __contract("(rcu task_struct<'t>)"));
LINUX_KFUNC(void *, bpf_kfunc_nested_acquire_nonzero_offset_test, (void *queue),
            __contract("(kernel sk_buff_head<'q>) -> own kernel sk_buff<'o>"));
LINUX_KFUNC(void *, bpf_kfunc_nested_acquire_zero_offset_test, (void *sock),
            __contract("(kernel " LINUX_KFUNC_ANY_SOCKET "<'s>) -> own kernel sk_buff<'o>"));
LINUX_KFUNC(void, bpf_kfunc_nested_release_test, (void *packet),
            __contract("(own kernel sk_buff<'p>) -> consumed 'p"));
LINUX_KFUNC(void *, bpf_testmod_ctx_create, (s32 * error),
            __contract("(inout mem<4>?) -> own kernel bpf_testmod_ctx<'o>?") __reads_packet);
LINUX_KFUNC(void, bpf_testmod_ctx_release, (void *module),
            __contract("(own kernel bpf_testmod_ctx<'m>) -> consumed 'm")
            __kernel_destructor("bpf_testmod_ctx", "bpf_testmod_ctx_release"));

// Objects. Those that dispose of them are the kernel's own.

LINUX_KFUNC(void *, bpf_kfunc_call_test_acquire, (u64 * number),
            __contract("(inout mem<8>?) -> own kernel prog_test_ref_kfunc<'o>?") __reads_packet
            LINUX_TESTMOD_ROLES);
LINUX_KFUNC(void, bpf_kfunc_call_test_release, (void *object),
            __contract("(own kernel prog_test_ref_kfunc<'p>) -> consumed 'p")
            __kernel_destructor("prog_test_ref_kfunc", "bpf_kfunc_call_test_release")
            LINUX_TEST_ROLES);
LINUX_KFUNC(void, bpf_kfunc_call_memb_release, (void *member),
            __contract("(own kernel prog_test_member<'p>) -> consumed 'p")
            __kernel_destructor("prog_test_member", "bpf_kfunc_call_memb_release")
            LINUX_TEST_ROLES);
LINUX_KFUNC(void, bpf_kfunc_call_test_ref, (void *object),
            __contract("(rcu prog_test_ref_kfunc<'p>)") LINUX_TESTMOD_ROLES);

// Memory in an object.

LINUX_KFUNC(void *, bpf_kfunc_call_test_get_rdwr_mem, (void *object, s32 size),
            __contract("(kernel prog_test_ref_kfunc<'p>, size<'n>?) -> mem<'n,'p>?")
            LINUX_TESTMOD_ROLES);
LINUX_KFUNC(void *, bpf_kfunc_call_test_get_rdonly_mem, (void *object, s32 size),
            __contract("(kernel prog_test_ref_kfunc<'p>, size<'n>?) -> rdonly mem<'n,'p>?")
            LINUX_TESTMOD_ROLES);
/// Declared as Linux allows nobody to call it: what is acquired must be a structure.
LINUX_KFUNC(void *, bpf_kfunc_call_test_acq_rdonly_mem, (void *object, s32 size),
            __contract("(kernel prog_test_ref_kfunc<'p>, size<'n>?) -> rdonly mem<'n,'p>?")
            __roles("") __refusal("acquire kernel function does not return PTR_TO_BTF_ID"));
LINUX_KFUNC(void, bpf_kfunc_call_int_mem_release, (s32 * memory), __contract("(mem<4>)")
            __roles("") __refusal("release kernel function bpf_kfunc_call_int_mem_release expects "
                                  "refcounted PTR_TO_BTF_ID"));

// Arguments of all kinds.

LINUX_KFUNC(u64, bpf_kfunc_call_test1, (void *sock, u32 a, u64 b, u32 c, u64 d),
            __contract("(kernel " LINUX_KFUNC_SOCKET "<'s>, _, _, _, _) -> _")
            LINUX_TESTMOD_ROLES);
LINUX_KFUNC(u64, bpf_kfunc_call_test2, (void *sock, u32 a, u32 b),
            __contract("(kernel " LINUX_KFUNC_SOCKET "<'s>, _, _) -> _") LINUX_TESTMOD_ROLES);
LINUX_KFUNC(void *, bpf_kfunc_call_test3, (void *sock),
            __contract("(kernel " LINUX_KFUNC_SOCKET "<'s>) -> kernel sock<'r>")
            LINUX_TESTMOD_ROLES);
LINUX_KFUNC(u64, bpf_kfunc_call_test4, (s8 a, s16 b, s32 c, s64 d),
            __contract("(_, _, _, _) -> _") LINUX_TESTMOD_ROLES);
LINUX_KFUNC(u64, bpf_kfunc_call_test_static_unused_arg, (u32 used, u32 unused),
            __contract("(_, _) -> _") LINUX_TESTMOD_ROLES);
LINUX_KFUNC(void, bpf_testmod_test_mod_kfunc, (s32 number), __contract("(_)")
            LINUX_TESTMOD_ROLES);
LINUX_KFUNC(void, bpf_kfunc_call_test_pass_ctx, (void *packet), __contract("(__sk_buff<'s>)")
            LINUX_TESTMOD_ROLES);
LINUX_KFUNC(void, bpf_kfunc_call_test_pass1, (void *structure), __contract("(inout mem<16>?)")
            __reads_packet LINUX_TESTMOD_ROLES);
LINUX_KFUNC(void, bpf_kfunc_call_test_pass2, (void *structure), __contract("(inout mem<88>?)")
            __reads_packet LINUX_TESTMOD_ROLES);
LINUX_KFUNC(void, bpf_kfunc_call_test_mem_len_pass1, (void *memory, s32 size),
            __contract("(inout mem<'n>?, size<'n>?)") __reads_packet LINUX_TESTMOD_ROLES);
LINUX_KFUNC(void, bpf_kfunc_call_test_mem_len_fail2, (u64 * memory, s32 size),
            __contract("(inout mem<8>?, _)") __reads_packet LINUX_TESTMOD_ROLES);

LINUX_KFUNC(void, bpf_kfunc_call_test_destructive, (void), __contract("()") __destructive
            LINUX_TESTMOD_ROLES);
LINUX_KFUNC(void, bpf_kfunc_call_test_sleepable, (void), __contract("()") __sleeps
            LINUX_TESTMOD_ROLES);

// Sockets: an address has 132 bytes, a message with its address 148.

#define LINUX_TEST_SOCKET(name, size)                                                      \
  LINUX_KFUNC(u64, name, (void *arguments), __contract("(inout mem<" size ">?) -> _")      \
              __sleeps __reads_packet LINUX_TESTMOD_ROLES)

LINUX_TEST_SOCKET(bpf_kfunc_init_sock, "8");
LINUX_KFUNC(void, bpf_kfunc_close_sock, (void), __contract("()") __sleeps LINUX_TESTMOD_ROLES);
LINUX_TEST_SOCKET(bpf_kfunc_call_kernel_connect, "132");
LINUX_TEST_SOCKET(bpf_kfunc_call_kernel_bind, "132");
LINUX_KFUNC(u64, bpf_kfunc_call_kernel_listen, (void), __contract("() -> _") __sleeps
            LINUX_TESTMOD_ROLES);
LINUX_TEST_SOCKET(bpf_kfunc_call_kernel_sendmsg, "148");
LINUX_TEST_SOCKET(bpf_kfunc_call_sock_sendmsg, "148");
LINUX_TEST_SOCKET(bpf_kfunc_call_kernel_getsockname, "132");
LINUX_TEST_SOCKET(bpf_kfunc_call_kernel_getpeername, "132");

// Programs that stand in for a structure of functions: the arguments are theirs, or, for who runs them,
// memory.

#define LINUX_TEST_OPERATION(name)                                                 \
  LINUX_KFUNC(u64, name, (void *arguments), __contract("(inout mem<8>) -> _")      \
              __sleeps __reads_packet LINUX_TESTMOD_ROLES)

LINUX_TEST_OPERATION(bpf_kfunc_st_ops_test_prologue);
LINUX_TEST_OPERATION(bpf_kfunc_st_ops_test_epilogue);
LINUX_TEST_OPERATION(bpf_kfunc_st_ops_test_pro_epilogue);
LINUX_KFUNC(u64, bpf_kfunc_st_ops_inc10, (void *arguments),
            __contract("(trusted st_ops_args<'a>) -> _") LINUX_TESTMOD_ROLES);

// Of further modules.

LINUX_KFUNC(u64, bpf_test_modorder_retx, (void), __contract("() -> _") __roles("tc"));
LINUX_KFUNC(u64, bpf_test_modorder_rety, (void), __contract("() -> _") __roles("tc"));

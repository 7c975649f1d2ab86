/// What the programs of `baton bench engine` share. Each runs under Baton's JIT, under the kernel's
/// JIT, and, where it calls no helper, compiled natively.
#pragma once

#if defined(__bpf__)
#include "baton.h"
#include "packet.h"
#define PACKET(ctx) ((u8 *)(long)(ctx)->data)
#define PACKET_END(ctx) ((u8 *)(long)(ctx)->data_end)
#define BENCH SEC("xdp") int bench(struct xdp_md *ctx)
#else
#include "packet.h"
/// Stands for the context in native code.
struct xdp_md {
  u8 *data;
  u8 *data_end;
};
#define PACKET(ctx) ((ctx)->data)
#define PACKET_END(ctx) ((ctx)->data_end)
#define BENCH int bench(struct xdp_md *ctx)
#endif

#define noinline __attribute__((noinline))
/// Keeps the compiler from knowing the value.
#define HIDE(value) __asm__ volatile("" : "+r"(value))

/// A program of some 4,500 instructions, to be loaded: it parses, mixes, branches and counts.
#include "baton.h"
#include "packet.h"

BATON_MAP(counts, ARRAY, u32, u64, 256);

#define TWICE(x) x x
#define REPEAT(x) TWICE(TWICE(TWICE(TWICE(TWICE(x)))))

/// Some 35 instructions: loads, arithmetic, two branches that meet again, a stack slot.
#define BLOCK                                                     \
  a -= c; a ^= (c << 4) | (c >> 28); c += b;                      \
  b -= a; b ^= (a << 6) | (a >> 26); a += c;                      \
  c -= b; c ^= (b << 8) | (b >> 24); b += a;                      \
  a += *(u32 *)(data + 16);                                       \
  if (a & 0x100) b ^= *(u16 *)(data + 20);                        \
  kept[1] = kept[0] + c;                                          \
  kept[0] = ((u64)a << 32 | b) * 0x9e3779b97f4a7c15ull;           \
  if (b > c) c += *(u8 *)(data + 22);                             \
  __asm__ volatile("" : "+r"(a), "+r"(b), "+r"(c) : : "memory");

#define PART(number)                                                          \
  static __attribute__((noinline)) u32 part##number(u8 *data, u8 *end) {      \
    u64 kept[2];                                                              \
    kept[0] = number, kept[1] = 1;                                            \
    if (data + 24 > end) return 0;                                            \
    u32 a = *(u32 *)data, b = *(u32 *)(data + 4), c = *(u32 *)(data + 8);     \
    REPEAT(BLOCK)                                                             \
    u32 key = (a ^ b ^ c ^ kept[0] ^ kept[1]) & 255;                          \
    u64 *count = bpf_map_lookup_elem(&counts, &key);                          \
    if (count) *count += 1;                                                   \
    return key;                                                               \
  }

PART(0)
PART(1)
PART(2)
PART(3)

SEC("xdp") int large(struct xdp_md *ctx) {
  u8 *data = (u8 *)(long)ctx->data, *end = (u8 *)(long)ctx->data_end;
  return (part0(data, end) ^ part1(data, end) ^ part2(data, end) ^ part3(data, end)) & 1
             ? XDP_PASS : XDP_DROP;
}

#include "engine.h"
/// Jenkins-like mixing of 32-bit words.
BENCH {
  u32 a = 0xdeadbeef, b = 0x12345678, c = 0x9abcdef0;
  HIDE(a);
  for (u32 i = 0; i < 4500; i++) {
    a -= c; a ^= (c << 4) | (c >> 28); c += b;
    b -= a; b ^= (a << 6) | (a >> 26); a += c;
    c -= b; c ^= (b << 8) | (b >> 24); b += a + i;
  }
  return (a ^ b ^ c) & 1 ? XDP_PASS : XDP_DROP;
}

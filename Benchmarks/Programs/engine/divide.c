#include "engine.h"
/// Division and remainder of both widths.
BENCH {
  u64 x = 0xfedcba9876543210, sum = 0;
  u32 y = 0x89abcdef;
  HIDE(x);
  HIDE(y);
  for (u32 i = 1; i < 1200; i++) {
    u32 divisor = i | 1;
    HIDE(divisor);
    sum += x / (divisor + 7u) + x % (divisor + 3u);
    sum += y / divisor + y % (divisor + 5u);
    x = (x >> 1) | (sum << 63);
  }
  return sum & 1 ? XDP_PASS : XDP_DROP;
}

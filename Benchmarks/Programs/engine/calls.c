#include "engine.h"
/// Functions that call functions.
static noinline u64 third(u64 a, u64 b) {
  HIDE(a);
  return a * 31 + b;
}
static noinline u64 second(u64 a, u64 b) { return third(a, b) ^ third(b, a); }
static noinline u64 first(u64 a, u64 b) { return second(a + 1, b) + second(a, b + 1); }

BENCH {
  u64 sum = 1;
  for (u32 i = 0; i < 600; i++) sum += first(sum, i);
  return sum & 1 ? XDP_PASS : XDP_DROP;
}

#include "engine.h"
/// Mixing of 64-bit words: xorshift and multiplication.
BENCH {
  u64 a = 0x9e3779b97f4a7c15, b = 0xbf58476d1ce4e5b9, sum = 0;
  HIDE(a);
  for (int i = 0; i < 5000; i++) {
    a ^= a << 13;
    a ^= a >> 7;
    a ^= a << 17;
    b = (b + a) * 0x94d049bb133111eb;
    sum += b ^ (a >> 11);
  }
  return sum & 1 ? XDP_PASS : XDP_DROP;
}

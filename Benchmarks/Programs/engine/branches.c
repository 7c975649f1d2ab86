#include "engine.h"
/// A bounded loop whose branches nobody can foresee. What they do is hidden, so that no compiler
/// makes them conditional moves.
BENCH {
  u8 *data = PACKET(ctx), *end = PACKET_END(ctx);
  if (data + 1024 > end) return XDP_ABORTED;
  u32 state = data[0], small = 0, odd = 0;
  for (u32 i = 0; i < 3900; i++) {
    u32 octet = data[i & 1023];
    state = state * 1664525u + 1013904223u + octet;
    state = (state ^ state >> 15) * 0x2c1b3c6du;
    if (state & 0x80000000) {
      small += 3;
      HIDE(small);
    } else if (state & 0x40000000) {
      odd ^= octet;
      HIDE(odd);
    }
  }
  return (small + odd) & 1 ? XDP_PASS : XDP_DROP;
}

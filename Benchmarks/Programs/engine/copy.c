#include "engine.h"
/// Copies half of the packet over the other half, eight octets at a time.
BENCH {
  u8 *data = PACKET(ctx), *end = PACKET_END(ctx);
  if (data + 1280 > end) return XDP_ABORTED;
  for (int round = 0; round < 288; round++) {
    u64 *from = (u64 *)data, *to = (u64 *)(data + 640);
    for (int i = 0; i < 80; i++) {
      u64 word = from[i];
      HIDE(word);
      to[i] = word + round;
    }
  }
  return XDP_PASS;
}

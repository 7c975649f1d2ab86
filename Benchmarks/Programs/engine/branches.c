#include "engine.h"
/// A bounded loop whose branches depend on data.
BENCH {
  u8 *data = PACKET(ctx), *end = PACKET_END(ctx);
  if (data + 1280 > end) return XDP_ABORTED;
  u32 small = data[0], odd = 0;
  for (u32 round = 0; round < 8; round++) {
    for (u32 i = 0; i < 160; i++) {
      u32 octet = data[i];
      if (octet < 64) small += 3;
      else if (octet < 128) small ^= octet;
      if (data[i ^ 1] & 1) odd++;
    }
  }
  return (small + odd) & 1 ? XDP_PASS : XDP_DROP;
}

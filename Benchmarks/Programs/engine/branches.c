#include "engine.h"
/// A bounded loop whose branches depend on data.
BENCH {
  u8 *data = PACKET(ctx), *end = PACKET_END(ctx);
  if (data + 1280 > end) return XDP_ABORTED;
  u32 small = data[0], odd = 0, runs = 0, last = 256;
  for (u32 round = 0; round < 8; round++) {
    for (u32 i = 0; i < 200; i++) {
      u32 octet = data[i];
      HIDE(octet);
      if (octet < 64) small += 3;
      else if (octet < 128) small ^= octet;
      if (octet & 1) odd++;
      if (octet == last) runs++;
      last = octet;
    }
  }
  return (small + odd + runs) & 1 ? XDP_PASS : XDP_DROP;
}

#include "engine.h"
/// The Internet checksum of 1,280 octets, time and again (RFC 1071).
BENCH {
  u8 *data = PACKET(ctx), *end = PACKET_END(ctx);
  if (data + 1280 > end) return XDP_ABORTED;
  u64 total = 0;
  for (int round = 0; round < 40; round++) {
    u64 sum = 0;
    for (int i = 0; i < 1280; i += 2) sum += *(u16 *)(data + i);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    total += sum;
    HIDE(total);
  }
  return total & 1 ? XDP_PASS : XDP_DROP;
}

// Variables of all data sections: through their own symbols, through section symbols with an
// addend, and in the middle of an array.
#include "sample.h"

u64 hits;
u32 table[16];
int start = 7;
const volatile int limit = 9;
static u64 hidden_before = 1;
static u64 hidden = 2;
static u32 ticks;
static const u8 primes[8] = {2, 3, 5, 7, 11, 13, 17, 19};
u32 named SEC(".data.named") = 5;

SEC("xdp") int count(struct xdp_md *ctx) {
  hits += limit;
  table[3] = start;
  hidden_before++;
  hidden += primes[ctx->data & 7];
  ticks++;
  named++;
  return (int)hidden + (int)hidden_before + (int)ticks;
}

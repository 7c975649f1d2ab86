#include "engine.h"
/// Atomic additions, exchanges and comparisons on the stack.
BENCH {
  u64 counter = 0, other = 1;
  u64 *place = &counter;
  HIDE(place);
  for (u32 i = 0; i < 1500; i++) {
    __sync_fetch_and_add(&counter, i);
    other += __sync_fetch_and_add(&counter, 3);
    __sync_val_compare_and_swap(&counter, other, (u64)i);
  }
  return (counter ^ other) & 1 ? XDP_PASS : XDP_DROP;
}

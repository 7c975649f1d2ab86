/// Runs one of Benchmarks/Programs/engine, compiled natively, and prints the nanoseconds of a run.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "engine.h"

int bench(struct xdp_md *ctx);

static u64 now(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (u64)time.tv_sec * 1000000000u + (u64)time.tv_nsec;
}

int main(int argc, char **argv) {
  static u8 packet[1400];
  for (u32 i = 0; i < sizeof packet; i++) packet[i] = (u8)(i * 151 + (i >> 3));
  packet[12] = 8, packet[13] = 0, packet[14] = 0x45, packet[23] = 17;
  struct xdp_md context = {packet, packet + sizeof packet};
  u64 count = argc > 1 ? strtoull(argv[1], 0, 10) : 1;
  u64 sum = 0, begin = now();
  for (u64 run = 0; run < count; run++) {
    struct xdp_md *hidden = &context;
    __asm__ volatile("" : "+r"(hidden) : : "memory");
    sum += (u64)bench(hidden);
  }
  printf("%.1f\n", (double)(now() - begin) / (double)count);
  return sum == 0;
}

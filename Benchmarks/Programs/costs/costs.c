/// What single things cost: a program that does nothing, and loops with and without a lookup.
#include "baton.h"
#include "packet.h"

#define HIDE(value) __asm__ volatile("" : "+r"(value) : : "memory")

BATON_MAP(array, ARRAY, u32, u64, 256);
BATON_MAP(hash, HASH, u64, u64, 10000);

typedef u64 *finder(u64 *key);

static inline u64 *find_in_array(u64 *key) { return bpf_map_lookup_elem(&array, key); }
static inline u64 *find_in_hash(u64 *key) { return bpf_map_lookup_elem(&hash, key); }

/// Finds the key itself.
static inline u64 *find_nothing(u64 *key) {
  HIDE(key);
  return key;
}

/// The sum of `find` of 2,000 of `count` keys, which are multiples of `factor`.
static __attribute__((always_inline)) inline int loop(finder find, u32 count, u64 factor) {
  u64 sum = 0;
  for (u32 i = 0; i < 2000; i++) {
    u64 key = (i * 7919u % count) * factor;
    u64 *value = find(&key);
    if (value) sum += *value;
  }
  return sum & 1 ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int nothing(struct xdp_md *ctx) { return XDP_PASS; }

SEC("xdp") int array_lookups(struct xdp_md *ctx) { return loop(find_in_array, 256, 1); }
SEC("xdp") int array_loop(struct xdp_md *ctx) { return loop(find_nothing, 256, 1); }

#define HASH_FACTOR 0x9e3779b97f4a7c15ull
SEC("xdp") int hash_lookups(struct xdp_md *ctx) { return loop(find_in_hash, 10000, HASH_FACTOR); }
SEC("xdp") int hash_loop(struct xdp_md *ctx) { return loop(find_nothing, 10000, HASH_FACTOR); }

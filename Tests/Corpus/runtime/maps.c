/// Worker programs that use the same maps at the same time. What is wrong is counted by line.
#include "baton.h"

enum { SHARED_COUNT = 512, FAULT_COUNT = 256 };

BATON_MAP(shared, HASH, u32, u64, SHARED_COUNT);
BATON_MAP(own, HASH, u64, u64, 4096);
BATON_MAP(faults, ARRAY, u32, u64, FAULT_COUNT);
BATON_MAP(rounds, ARRAY, u32, u64, 1);

struct pair {
  u64 word, complement;
};

BATON_MAP(recent, LRU_HASH, u32, struct pair, 64);

struct prefix {
  u32 bit_count;
  u32 address;
};

struct {
  int(*type)[BPF_MAP_TYPE_LPM_TRIE];
  int(*max_entries)[1024];
  int(*map_flags)[1];
  struct prefix *key;
  struct pair *value;
} routes SEC(".maps");

struct {
  int(*type)[BPF_MAP_TYPE_QUEUE];
  int(*max_entries)[64];
  int(*value_size)[16];
} queue SEC(".maps");

static __attribute__((noinline)) int fault(u32 line) {
  u64 *count = bpf_map_lookup_elem(&faults, &line);
  if (count) __sync_fetch_and_add(count, 1);
  return 0;
}

#define EXPECT(condition) \
  if (!(condition)) fault(__LINE__)

/// Every addition to a value that is never deleted is there at the end.
static void add_to_shared(void) {
  u32 key = bpf_get_prandom_u32() % SHARED_COUNT;
  u64 zero = 0;
  u64 *value = bpf_map_lookup_elem(&shared, &key);
  if (!value) {
    bpf_map_update_elem(&shared, &key, &zero, BPF_NOEXIST);
    value = bpf_map_lookup_elem(&shared, &key);
  }
  if (value) __sync_fetch_and_add(value, 1);
  EXPECT(value);
}

/// Deleted elements come back when every worker has ended its turn: until then there may be no room.
static inline int is_refused(long result) { return result == -7 || result == -12; }

/// A key that nobody else has is there from its update to its deletion.
static void come_and_go(u32 worker) {
  u64 key = (u64)worker << 32 | (bpf_get_prandom_u32() & 255);
  u64 value = ~key;
  long result = bpf_map_update_elem(&own, &key, &value, BPF_ANY);
  if (is_refused(result)) {
    EXPECT(!bpf_map_lookup_elem(&own, &key));
    return;
  }
  EXPECT(result == 0);
  u64 *found = bpf_map_lookup_elem(&own, &key);
  EXPECT(found && *found == ~key);
  EXPECT(bpf_map_delete_elem(&own, &key) == 0);
  EXPECT(!bpf_map_lookup_elem(&own, &key));
}

/// Values are found whole, whoever replaces or evicts them.
static void read_whole(void) {
  u32 key = bpf_get_prandom_u32() & 255;
  u64 word = bpf_get_prandom_u32();
  struct pair pair = {word, ~word};
  long result = bpf_map_update_elem(&recent, &key, &pair, BPF_ANY);
  EXPECT(result == 0 || is_refused(result));
  key = bpf_get_prandom_u32() & 255;
  struct pair *found = bpf_map_lookup_elem(&recent, &key);
  EXPECT(!found || found->word == ~found->complement);

  struct prefix prefix = {8 + (key & 15), bpf_get_prandom_u32() & 0xff};
  if (key & 1) {
    bpf_map_update_elem(&routes, &prefix, &pair, BPF_ANY);
  } else {
    bpf_map_delete_elem(&routes, &prefix);
  }
  prefix.bit_count = 32;
  found = bpf_map_lookup_elem(&routes, &prefix);
  EXPECT(!found || found->word == ~found->complement);

  bpf_map_push_elem(&queue, &pair, BPF_EXIST);
  if (bpf_map_pop_elem(&queue, &pair) == 0) EXPECT(pair.word == ~pair.complement);
}

SEC("worker") int use_maps(struct worker_ctx *ctx) {
  u32 zero = 0;
  for (int round = 0; round < 64; round++) {
    add_to_shared();
    come_and_go(ctx->worker);
    read_whole();
  }
  u64 *count = bpf_map_lookup_elem(&rounds, &zero);
  if (count) __sync_fetch_and_add(count, 64);
  return 1;
}

SEC("xdp") int pass(struct xdp_md *ctx) { return XDP_PASS; }

/// Very many suspended data paths, each in a place of a map, which are resumed in the order of their places.
/// `place_of(number)` says which place the data path has that came as the `number`th.
#pragma once

#include "baton.h"

enum { PLACE_COUNT = 1 << 20, BATCH_COUNT = 1024 };

struct place {
  struct coroutine __kptr *handle;
};

BATON_MAP(places, ARRAY, u32, struct place, PLACE_COUNT);

static u32 place_of(u32 number);

u64 arrived_count;
u32 next_place;

SEC("queue") int keep(struct coroutine *handle, u64 argument) {
  u32 key = argument;
  struct place *place = bpf_map_lookup_elem(&places, &key);
  if (!place) return -1;
  struct coroutine *displaced = bpf_kptr_xchg(&place->handle, handle);
  if (displaced) bpf_co_destroy(displaced);
  return 0;
}

SEC("worker") int resume_batch(struct worker_ctx *ctx) {
  u32 first = next_place;
  next_place = (first + BATCH_COUNT) % PLACE_COUNT;
  int count = 0;
  for (u32 index = 0; index < BATCH_COUNT; index++) {
    u32 key = first + index;
    struct place *place = bpf_map_lookup_elem(&places, &key);
    if (!place) break;
    struct coroutine *handle = bpf_kptr_xchg(&place->handle, 0);
    if (!handle) continue;
    bpf_co_resume(handle);
    count++;
  }
  return count;
}

/// Suspends for ever.
SEC("datapath") int pause(struct xdp_md *ctx) {
  u32 own = place_of(__sync_fetch_and_add(&arrived_count, 1)) % PLACE_COUNT;
  for (;;) {
    if (co_await(keep, own) < 0) return XDP_DROP;
  }
}

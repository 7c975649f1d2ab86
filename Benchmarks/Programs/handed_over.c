/// The cost of handing suspended data paths from one worker to another and back, through a ring in each direction.
#include "baton.h"

struct lane {
  /// What the producer has handed over, and what the consumer has taken of it, in whole batches: each on a cache line of
  /// its own.
  u64 handed_count;
  u64 padding_of_handed[15];
  u64 taken_count;
  u64 padding_of_taken[15];
  struct bpf_spsc_ring ring;
};

/// By the worker that pushes.
BATON_MAP(lanes, ARRAY, u32, struct lane, 2);

enum mode {
  /// Workers hand back at once what they get.
  AT_ONCE = 0,
  /// They wait until a batch is there, and hand it back as one.
  IN_BATCHES = 1,
  /// They resume what they get, which is handed back when it is suspended again.
  RESUMED = 2,
};

struct measurement {
  /// How many handles the first worker has got so far.
  u64 received_count;
  u64 mode;
};

BATON_MAP(measurements, ARRAY, u32, struct measurement, 1);

/// How often a worker looks at its ring in one run: for the most part it finds nothing.
enum { LOOK_COUNT = 4096, BATCH_LOOK_COUNT = 256, BATCH_COUNT = 32 };

SEC("queue") int hand_over(struct coroutine *handle, u64 argument) {
  u32 own = bpf_get_smp_processor_id();
  struct lane *to = bpf_map_lookup_elem(&lanes, &own);
  if (!to) return -1;
  int status = bpf_spsc_push(&to->ring, handle);
  if (status == 0) to->handed_count++;
  return status;
}

static int hand_back(struct lane *from, struct lane *to) {
  struct coroutine *handle = bpf_spsc_pop(&from->ring);
  if (!handle) return 0;
  if (bpf_spsc_push(&to->ring, handle) < 0) bpf_co_destroy(handle);
  return 1;
}

static int hand_back_at_once(struct lane *from, struct lane *to) {
  int count = 0;
  for (u32 look = 0; look < LOOK_COUNT; look++) count += hand_back(from, to);
  return count;
}

static int hand_back_in_batches(struct lane *from, struct lane *to) {
  int count = 0;
  for (u32 look = 0; look < BATCH_LOOK_COUNT; look++) {
    if (*(volatile u64 *)&from->handed_count - from->taken_count < BATCH_COUNT) continue;
    for (u32 number = 0; number < BATCH_COUNT; number++) count += hand_back(from, to);
    from->taken_count += BATCH_COUNT;
    to->handed_count += BATCH_COUNT;
  }
  return count;
}

static int resume_all(struct lane *from) {
  int count = 0;
  for (u32 look = 0; look < LOOK_COUNT; look++) {
    struct coroutine *handle = bpf_spsc_pop(&from->ring);
    if (!handle) continue;
    bpf_co_resume(handle);
    count++;
  }
  return count;
}

SEC("worker") int take_over(struct worker_ctx *ctx) {
  u32 first = 0, own = ctx->worker, other = own ^ 1;
  struct measurement *measurement = bpf_map_lookup_elem(&measurements, &first);
  struct lane *from = bpf_map_lookup_elem(&lanes, &other);
  struct lane *to = bpf_map_lookup_elem(&lanes, &own);
  if (!measurement || !from || !to) return 0;
  u64 mode = measurement->mode;
  int count = mode == RESUMED      ? resume_all(from)
              : mode == IN_BATCHES ? hand_back_in_batches(from, to)
                                   : hand_back_at_once(from, to);
  if (own == 0) measurement->received_count += count;
  return count;
}

/// Goes back and forth for ever.
SEC("datapath") int travel(struct xdp_md *ctx) {
  for (;;) {
    if (co_await(hand_over, 0) < 0) return XDP_DROP;
  }
}

#include "deciding.h"

#define DECIDES 1

int answer(struct xdp_md *ctx) {
  u8 *data = (u8 *)(long)ctx->data;
  if (data + sizeof(struct ethhdr) + 2 > (u8 *)(long)ctx->data_end) return XDP_DROP;
  data[sizeof(struct ethhdr)] = bpf_get_smp_processor_id();
  return XDP_TX;
}

#if DECIDES

static void note(struct policy_ctx *ctx) {
  u32 zero = 0;
  struct report *report = bpf_map_lookup_elem(&reports, &zero);
  if (!report) return;
  struct worker_signals worker;
  struct group_signals group;
  bpf_worker_signals(0, &worker, sizeof worker);
  bpf_group_signals(0, &group, sizeof group);
  report->worker = worker;
  report->group = group;
  report->missing = bpf_worker_signals(ctx->worker_count, &worker, sizeof worker);
  report->refused = ctx->refused;
  report->now = ctx->now;
  report->worker_count = ctx->worker_count;
  report->core_count = ctx->core_count;
  report->runs++;
}

static void obey(void) {
  for (u32 worker = 0; worker < DECIDING_WORKERS; worker++) {
    u32 *place = bpf_map_lookup_elem(&places, &worker);
    if (place) bpf_worker_place(worker, *place);
  }
}

static long one(u64 index, void *sum) {
  *(u64 *)sum += index;
  return 0;
}

static long many(u64 index, void *sum) {
  bpf_loop(8 << 20, one, sum, 0);
  return 0;
}

/// For days.
static void run_on(void) {
  u64 sum = 0;
  bpf_loop(8 << 20, many, &sum, 0);
}

u64 decide(struct policy_ctx *ctx) {
  u32 zero = 0;
  u32 *manner = bpf_map_lookup_elem(&manners, &zero);
  note(ctx);
  switch (manner ? *manner : 0) {
    case MANNER_ASKS_FOR_NONSENSE:
      bpf_worker_place(1000, 0);
      bpf_worker_place(0, ctx->core_count);
      bpf_group_want(0, ctx->core_count + 1);
      bpf_group_want(7, 1);
      bpf_group_warm(7, 1);
      break;
    case MANNER_OSCILLATES: bpf_worker_place(0, ctx->now / 10000 % 2); break;
    case MANNER_THROWS: bpf_throw(1);
    case MANNER_RUNS_ON:
      run_on();
      break;
    default: obey();
  }
  return 10000;
}

#endif

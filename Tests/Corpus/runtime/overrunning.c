#include "overrunning.h"

u32 is_worker_to_loop;

static long one(u64 index, u64 *sum) {
  *sum += index;
  return 0;
}

static long many(u64 index, u64 *sum) {
  bpf_loop(8 << 20, one, sum, 0);
  return 0;
}

static u64 run_for_long(void) {
  u64 sum = 0;
  bpf_loop(8 << 20, many, &sum, 0);
  return sum;
}

int refuse(struct coroutine *handle, u64 argument) { return -1; }

int work(struct worker_ctx *ctx) {
  if (!is_worker_to_loop) return 0;
  is_worker_to_loop = 0;
  return run_for_long() & 1;
}

int answer(struct xdp_md *ctx) {
  u8 *data = (u8 *)(long)ctx->data;
  if (data + sizeof(struct ethhdr) + 1 > (u8 *)(long)ctx->data_end) return XDP_DROP;
  switch (data[sizeof(struct ethhdr)]) {
    case LOOP:
      data[0] = run_for_long();
      break;
    case INSIST:
      while (co_await(refuse, 0) < 0) {}
      break;
    case LOOP_IN_WORKER:
      is_worker_to_loop = 1;
      break;
  }
  return XDP_TX;
}

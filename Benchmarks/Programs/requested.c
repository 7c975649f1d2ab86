/// How long it takes from a request on one core until the coroutine on another one is suspended.
#include "baton.h"

/// Latencies by their length in steps of 20 ns; the last count is of all that are longer.
struct latencies {
  u64 counts[512];
};
BATON_MAP(latencies, ARRAY, u32, struct latencies, 1);

volatile u64 suspended_at;

SEC("queue") int on_preempt(struct coroutine *handle, u64 reason) {
  suspended_at = bpf_ktime_get_ns();
  bpf_local_push(handle);
  return 0;
}

static void ask(void) {
  u32 key = 0;
  struct latencies *found = bpf_map_lookup_elem(&latencies, &key);
  u64 running = bpf_worker_running(0);
  if (!found || !running) return;
  u64 before = suspended_at;
  u64 begin = bpf_ktime_get_ns();
  bpf_preempt(0, running);
  for (u32 round = 0; round < 10000; round++) {
    u64 end = suspended_at;
    if (end == before) continue;
    u64 steps = (end - begin) / 20;
    found->counts[(steps < 511 ? steps : 511) & 511]++;
    return;
  }
}

/// The first worker runs what the second one asks to stop.
SEC("worker") int work(struct worker_ctx *ctx) {
  if (ctx->worker != 0) {
    ask();
    return 1;
  }
  struct coroutine *handle = bpf_local_pop();
  if (handle) bpf_co_resume(handle);
  return 1;
}

static long add(u64 index, u64 *sum) {
  *sum += index;
  return 0;
}

static long add_up(u64 index, u64 *sum) {
  bpf_loop(8 << 20, add, sum, 0);
  return 0;
}

SEC("datapath") __preemptible int run_for_long(struct xdp_md *ctx) {
  u64 sum = 0;
  bpf_loop(8 << 20, add_up, &sum, 0);
  return sum & 1 ? XDP_DROP : XDP_PASS;
}

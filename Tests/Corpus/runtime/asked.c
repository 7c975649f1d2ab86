#include "asked.h"

u64 last_running;

static struct place *place(u32 key) { return bpf_map_lookup_elem(&places, &key); }

static struct tally *tally(void) {
  u32 key = 0;
  return bpf_map_lookup_elem(&tallies, &key);
}

int on_preempt(struct coroutine *handle, u64 reason) {
  struct tally *counts = tally();
  struct place *own = place(WORKING);
  if (!counts || !own) return -1;
  __sync_fetch_and_add(reason == CO_REQUEST ? &counts->request : &counts->quantum, 1);
  bpf_spin_lock(&own->lock);
  bpf_list_push_back(&own->head, &handle->node);
  bpf_spin_unlock(&own->lock);
  return 0;
}

static int ask(struct tally *counts) {
  u64 running = bpf_worker_running(WORKING);
  if (!running) return 0;
  // There is no such worker.
  if (bpf_worker_running(7) || bpf_preempt(7, running) >= 0) counts->refused++;
  // A run that is over concerns nobody.
  if (last_running && last_running != running && bpf_preempt(WORKING, last_running) == 0) {
    counts->others++;
  }
  last_running = running;
  if (bpf_preempt(WORKING, running) < 0) counts->refused++;
  counts->asked++;
  return 0;
}

static int resume_one(void) {
  struct place *own = place(WORKING);
  if (!own) return 0;
  bpf_spin_lock(&own->lock);
  struct bpf_list_node *node = bpf_list_pop_front(&own->head);
  bpf_spin_unlock(&own->lock);
  if (!node) return 0;
  bpf_co_resume(container_of(node, struct coroutine, node));
  return 1;
}

int work_or_ask(struct worker_ctx *ctx) {
  struct tally *counts = tally();
  if (!counts) return 0;
  return ctx->worker == ASKING ? ask(counts) : resume_one();
}

struct walk {
  u64 sum;
};

static long add_entry(void *map, u32 *key, u64 *value, struct walk *walk) {
  u64 sum = *key;
  for (u32 round = 0; round < 20; round++) sum = (sum ^ round) * 1099511628211ull;
  walk->sum += sum & 0xffff;
  return 0;
}

static long walk_once(u64 index, struct walk *walk) {
  bpf_for_each_map_elem(&entries, add_entry, walk, 0);
  return 0;
}

int walk_often(struct xdp_md *ctx) {
  struct work *work = (void *)(long)ctx->data;
  if ((u8 *)(work + 1) > (u8 *)(long)ctx->data_end) return XDP_PASS;
  for (u32 number = 0; number < ENTRY_COUNT; number++) {
    u32 key = number;
    u64 value = number;
    // Walks are over entries that nobody changes.
    bpf_map_update_elem(&entries, &key, &value, BPF_NOEXIST);
  }
  struct walk walk = {0};
  bpf_loop(work->rounds & (ROUND_COUNT_MAX - 1), walk_once, &walk, 0);
  work->sum = walk.sum;
  return XDP_TX;
}

#include "preempted.h"

u64 refusals;

enum { READY, GUESTS };

static struct turns *turns(u32 key) {
  return bpf_map_lookup_elem(&waiting, &key);
}

int on_preempt(struct coroutine *handle, u64 reason) {
  struct turns *waiting = turns(READY);
  if (!waiting || __sync_fetch_and_add(&refusals, 1) % 7 == 6) return -1;
  bpf_spin_lock(&waiting->lock);
  bpf_list_push_back(&waiting->head, &handle->node);
  bpf_spin_unlock(&waiting->lock);
  return 0;
}

int be_guest(struct coroutine *handle, u64 argument) {
  struct turns *waiting = turns(GUESTS);
  if (!waiting) return -1;
  bpf_spin_lock(&waiting->lock);
  bpf_list_push_front(&waiting->head, &handle->node);
  bpf_spin_unlock(&waiting->lock);
  return 0;
}

static struct coroutine *take(struct turns *waiting) {
  bpf_spin_lock(&waiting->lock);
  struct bpf_list_node *node = bpf_list_pop_front(&waiting->head);
  bpf_spin_unlock(&waiting->lock);
  return node ? container_of(node, struct coroutine, node) : 0;
}

int take_turns(struct worker_ctx *ctx) {
  struct turns *waiting = turns(READY);
  bpf_set_quantum(1000);
  if (!waiting) return 0;
  struct coroutine *handle = take(waiting);
  if (!handle) return 0;
  bpf_co_resume(handle);
  return 1;
}

static u64 mixed(u64 sum, u64 round) { return (sum ^ round) * 1099511628211ull + (sum >> 29); }

struct progress {
  u64 sum;
};

static long ten_rounds(u64 index, struct progress *progress) {
  for (u64 round = 0; round < 10; round++) progress->sum = mixed(progress->sum, 10 * index + round);
  return 0;
}

static __attribute__((noinline)) u64 deepest(u64 rounds) {
  u64 sum = 7;
  for (u64 round = 0; round < rounds && round < 2000; round++) sum = mixed(sum, round);
  return sum;
}

static __attribute__((noinline)) u64 in_depth(u64 rounds) {
  struct turns *waiting = turns(GUESTS);
  struct coroutine *guest = waiting ? take(waiting) : 0;
  u64 sum = deepest(rounds) + 1;
  if (guest) bpf_co_destroy(guest);
  return sum;
}

int compute(struct xdp_md *ctx) {
  struct work *work = (void *)(long)ctx->data;
  if ((u8 *)(work + 1) > (u8 *)(long)ctx->data_end) return XDP_PASS;
  u64 rounds = work->rounds;
  struct progress progress = {7};
  switch (work->kind) {
    case LEADS_BACK:
      for (u64 round = 0; round < rounds && round < 2000; round++) {
        progress.sum = mixed(progress.sum, round);
      }
      break;
    case CALLED_BACK:
      bpf_loop(rounds / 10, ten_rounds, &progress, 0);
      break;
    case IN_DEPTH:
      progress.sum = in_depth(rounds);
      break;
    default:
      if (co_await(be_guest, 0) < 0) return XDP_DROP;
  }
  work->sum = progress.sum;
  return XDP_TX;
}

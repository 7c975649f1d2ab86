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

static struct place *all_guests(void) {
  u32 key = 0;
  return bpf_map_lookup_elem(&guests, &key);
}

int be_guest(struct coroutine *handle, u64 argument) {
  struct place *place = all_guests();
  if (!place) return -1;
  bpf_spin_lock(&place->lock);
  bpf_list_push_back(&place->head, &handle->node);
  bpf_spin_unlock(&place->lock);
  return 0;
}

static struct coroutine *take_guest(void) {
  struct place *place = all_guests();
  if (!place) return 0;
  bpf_spin_lock(&place->lock);
  struct bpf_list_node *node = bpf_list_pop_front(&place->head);
  bpf_spin_unlock(&place->lock);
  return node ? container_of(node, struct coroutine, node) : 0;
}

static __attribute__((noinline)) u64 loop_with_record(void) {
  u64 *record = bpf_ringbuf_reserve(&records, 8, 0);
  if (!record) return 0;
  u64 sum = run_for_long();
  *record = sum;
  bpf_ringbuf_submit(record, 0);
  return sum;
}

static __attribute__((noinline)) u64 loop_as_owner(void) {
  u64 *record = bpf_ringbuf_reserve(&records, 16, 0);
  if (!record) return 0;
  struct coroutine *guest = take_guest();
  u64 sum = loop_with_record();
  if (guest) bpf_co_destroy(guest);
  bpf_ringbuf_discard(record, 0);
  return sum;
}

static void count_under_lock(void) {
  u32 key = 0;
  struct locked *locked = bpf_map_lookup_elem(&locks, &key);
  if (!locked) return;
  bpf_spin_lock(&locked->lock);
  locked->count++;
  bpf_spin_unlock(&locked->lock);
}

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
    case LOCK:
      count_under_lock();
      break;
    case GUEST:
      if (co_await(be_guest, 0) < 0) return XDP_DROP;
      break;
    case LOOP_AS_OWNER:
      data[0] = loop_as_owner();
      break;
  }
  return XDP_TX;
}

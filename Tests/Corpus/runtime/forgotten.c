#include "forgotten.h"

enum { WAITING, GUESTS };

u32 wish;

static struct place *place(u32 key) { return bpf_map_lookup_elem(&places, &key); }

static struct coroutine *take(struct place *place) {
  bpf_spin_lock(&place->lock);
  struct bpf_list_node *node = bpf_list_pop_front(&place->head);
  bpf_spin_unlock(&place->lock);
  return node ? container_of(node, struct coroutine, node) : 0;
}

int keep(struct coroutine *handle, u64 number) {
  struct place *found = place(number);
  if (!found) return -1;
  bpf_spin_lock(&found->lock);
  bpf_list_push_back(&found->head, &handle->node);
  bpf_spin_unlock(&found->lock);
  return 0;
}

int sleep_until(struct coroutine *handle, u64 deadline) {
  bpf_wheel_add(handle, deadline);
  return 0;
}

static void end(struct coroutine *handle) {
  u32 key = bpf_get_smp_processor_id();
  struct outcomes *found = bpf_map_lookup_elem(&outcomes, &key);
  if (wish == DESTROY_ALL || !found) {
    bpf_co_destroy(handle);
    return;
  }
  if (bpf_co_resume(handle) == CO_CANCELLED) {
    found->cancelled++;
  } else {
    found->others++;
  }
}

int work(struct worker_ctx *ctx) {
  struct coroutine *sleeper = bpf_wheel_pop();
  if (sleeper) bpf_co_resume(sleeper);
  struct place *waiting = place(WAITING);
  if (!waiting || wish < RESUME_ALL) return 0;
  if (wish == RESUME_SOME && bpf_get_prandom_u32() % 64) return 1;
  struct coroutine *handle = take(waiting);
  if (handle) end(handle);
  return 1;
}

static __attribute__((noinline)) int own_another(u64 kind) {
  u64 *record = bpf_ringbuf_reserve(&records, 8, 0);
  if (!record) return -1;
  *record = kind;
  int status = co_await(keep, kind == GUEST ? GUESTS : WAITING);
  if (status < 0) {
    bpf_ringbuf_discard(record, 0);
  } else {
    bpf_ringbuf_submit(record, 0);
  }
  return status;
}

static __attribute__((noinline)) int own_one(u64 kind) {
  u64 *record = bpf_ringbuf_reserve(&records, 16, 0);
  if (!record) return -1;
  int status = own_another(kind);
  bpf_ringbuf_discard(record, 0);
  return status;
}

static __attribute__((noinline)) int own_guest(u64 kind) {
  struct place *guests = place(GUESTS);
  struct coroutine *guest = guests ? take(guests) : 0;
  int status = own_one(kind);
  if (guest) bpf_co_destroy(guest);
  return status;
}

int wait_long(struct xdp_md *ctx) {
  u8 *data = (u8 *)(long)ctx->data;
  if (data + sizeof(struct ethhdr) + 1 > (u8 *)(long)ctx->data_end) return XDP_DROP;
  u64 kind = data[sizeof(struct ethhdr)];
  int status = 0;
  switch (kind) {
    case WAIT:
    case GUEST:
      status = own_one(kind);
      break;
    case HOST:
      status = own_guest(kind);
      break;
    case SLEEP:
      status = co_await(sleep_until, bpf_ktime_get_ns() + 20000000);
      break;
    case RESUME_ALL:
    case DESTROY_ALL:
    case RESUME_SOME:
      wish = kind;
      break;
  }
  return status < 0 ? XDP_DROP : XDP_TX;
}

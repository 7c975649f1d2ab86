/// Programs that throw where the packet's first octet says, with whatever they own there.
#include "throws.h"

static inline struct place *guest_place(void) {
  u32 key = 0;
  return bpf_map_lookup_elem(&guests, &key);
}

static inline struct coroutine *take_guest(void) {
  struct place *place = guest_place();
  if (!place) return 0;
  bpf_spin_lock(&place->lock);
  struct bpf_list_node *node = bpf_list_pop_front(&place->head);
  bpf_spin_unlock(&place->lock);
  return node ? container_of(node, struct coroutine, node) : 0;
}

static inline void give_guest(struct coroutine *handle) {
  struct place *place = guest_place();
  if (!place) {
    bpf_co_destroy(handle);
    return;
  }
  bpf_spin_lock(&place->lock);
  bpf_list_push_back(&place->head, &handle->node);
  bpf_spin_unlock(&place->lock);
}

int become_guest(struct coroutine *handle, u64 argument) {
  struct place *place = guest_place();
  if (!place) return -1;
  bpf_spin_lock(&place->lock);
  bpf_list_push_back(&place->head, &handle->node);
  bpf_spin_unlock(&place->lock);
  return 0;
}

int keep(struct coroutine *handle, u64 place) {
  if (place == THROW_IN_QUEUE_OWNING) __bpf_trap();
  if (place == REFUSE) return -5;
  bpf_local_push(handle);
  if (place == THROW_IN_QUEUE_AFTER) bpf_throw(place);
  return 0;
}

/// Depth 2: owns somebody else's handle across the suspension, if there is one to take.
static __attribute__((noinline)) int own_a_guest(u64 place) {
  struct coroutine *guest = take_guest();
  co_await(keep, SUSPEND);
  if (place == THROW_OWNING_A_GUEST) bpf_throw(place);
  if (guest) give_guest(guest);
  return 0;
}

/// Depth 1.
static __attribute__((noinline)) int go_deeper(u64 place) {
  if (place == THROW_AT_DEPTH_1) bpf_throw(place);
  int result = own_a_guest(place);
  if (place == THROW_AT_DEPTH_1_LATER) bpf_throw(place);
  return result;
}

int fragile(struct xdp_md *ctx) {
  u8 *data = (void *)(long)ctx->data;
  if (data + 15 > (u8 *)(long)ctx->data_end) return XDP_PASS;
  u64 place = data[14];
  if (place == THROW_AT_ONCE) bpf_throw(place);
  if (place == BE_A_GUEST) {
    co_await(become_guest, 0);
    return XDP_TX;
  }
  if (co_await(keep, place) < 0 && place != REFUSE) return XDP_DROP;
  if (place == THROW_AFTER_SUSPENSION) bpf_throw(place);
  if (place == THROW_AFTER_TRANSMIT) {
    bpf_packet_transmit(ctx);
    bpf_throw(place);
  }
  go_deeper(place);
  return data[14] == place ? XDP_TX : XDP_ABORTED;
}

/// Throws now and then with handles in its array.
int careless(struct worker_ctx *ctx) {
  struct coroutine *batch[4] = {};
  int count = 0;
  while (count < 4) {
    struct coroutine *handle = bpf_local_pop();
    if (!handle) break;
    if (handle->argument == THROW_IN_WORKER) {
      bpf_co_destroy(handle);
      bpf_throw(0);
    }
    batch[count++] = handle;
  }
  for (int index = 0; index < count; index++) bpf_co_resume(batch[index]);
  return count;
}

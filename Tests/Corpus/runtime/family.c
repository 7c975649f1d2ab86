#include "family.h"

static u32 only = 0;

/// Gives a child to whichever worker comes first; it is destroyed where there is no place.
static void send_off(struct coroutine *handle) {
  struct place *place = bpf_map_lookup_elem(&nursery, &only);
  if (!place) {
    bpf_co_destroy(handle);
    return;
  }
  bpf_spin_lock(&place->lock);
  bpf_list_push_back(&place->head, &handle->node);
  bpf_spin_unlock(&place->lock);
}

SEC("queue") int stay(struct coroutine *handle, u64 argument) {
  send_off(handle);
  return 0;
}

SEC("worker") int look_after(struct worker_ctx *ctx) {
  struct place *place = bpf_map_lookup_elem(&nursery, &only);
  int count = 0;
  for (int i = 0; i < 16; i++) {
    struct coroutine *handle = bpf_wheel_pop();
    if (!handle) break;
    bpf_co_resume(handle);
    count++;
  }
  if (!place) return count;
  for (int i = 0; i < 16; i++) {
    bpf_spin_lock(&place->lock);
    struct bpf_list_node *node = bpf_list_pop_front(&place->head);
    bpf_spin_unlock(&place->lock);
    if (!node) break;
    bpf_co_resume(container_of(node, struct coroutine, node));
    count++;
  }
  return count;
}

SEC("datapath") int parent(struct xdp_md *ctx) {
  u8 *data = (u8 *)(long)ctx->data;
  if (data + sizeof(struct ethhdr) + 6 > (u8 *)(long)ctx->data_end) return XDP_PASS;
  u8 *payload = data + sizeof(struct ethhdr);
  u8 wanted = payload[0], last = payload[2], born = 0;
  for (u8 i = 0; i < wanted && i < 8; i++) {
    payload[3] = i + 1 == wanted ? last : LAST_SLEEPS;
    struct xdp_md *copy = bpf_packet_copy(ctx);
    if (!copy) break;
    struct coroutine *handle = co_spawn(child, copy);
    if (!handle) {
      bpf_packet_drop(copy);
      break;
    }
    born++;
    if (payload[3] == LAST_IS_DESTROYED) {
      bpf_co_destroy(handle);
    } else {
      send_off(handle);
    }
  }
  if (last == PARENT_GOES) return XDP_DROP;
  co_join();
  payload[3] = 2;
  payload[4] = born;
  return XDP_TX;
}

SEC("datapath") int child(struct xdp_md *ctx) {
  u8 *data = (u8 *)(long)ctx->data;
  if (data + sizeof(struct ethhdr) + 6 > (u8 *)(long)ctx->data_end) return XDP_PASS;
  u8 *payload = data + sizeof(struct ethhdr);
  u8 task = payload[3];
  co_sleep_until(bpf_ktime_get_ns() + payload[1] * 1000);
  if (task == LAST_THROWS) bpf_throw(1);
  co_await(stay, 0);
  payload[3] = 1;
  return XDP_TX;
}

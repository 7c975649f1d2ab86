#include "versioned.h"

static int is_earlier(struct bpf_rb_node *node, const struct bpf_rb_node *other) {
  return container_of(node, struct coroutine, order)->argument <
         container_of(other, struct coroutine, order)->argument;
}

static int keep_on_shelf(struct coroutine *handle, u32 in_tree) {
  u32 key = 0;
  struct shelf *shelf = bpf_map_lookup_elem(&shelves, &key);
  if (!shelf) return -1;
  bpf_spin_lock(&shelf->lock);
  if (in_tree)
    bpf_rbtree_add(&shelf->tree, &handle->order, is_earlier);
  else
    bpf_list_push_back(&shelf->list, &handle->node);
  bpf_spin_unlock(&shelf->lock);
  return 0;
}

static int keep_in_lane(struct coroutine *handle) {
  u32 key = bpf_get_smp_processor_id() & 1;
  struct lane *lane = bpf_map_lookup_elem(&lanes, &key);
  return lane ? bpf_spsc_push(&lane->ring, handle) : -1;
}

static int keep_at_meeting(struct coroutine *handle) {
  u32 key = 0;
  struct meeting *meeting = bpf_map_lookup_elem(&meetings, &key);
  return meeting ? bpf_mpsc_push(&meeting->ring, handle) : -1;
}

/// Whoever is displaced waits in the list.
static int keep_in_slot(struct coroutine *handle, u32 number) {
  struct slot *slot = bpf_map_lookup_elem(&slots, &number);
  if (!slot) return -1;
  struct coroutine *displaced = bpf_kptr_xchg(&slot->handle, handle);
  if (displaced && keep_on_shelf(displaced, 0) < 0) bpf_co_destroy(displaced);
  return 0;
}

SEC("queue") int keep(struct coroutine *handle, u64 argument) {
  switch (argument & 15) {
    case WAY_TREE: return keep_on_shelf(handle, 1);
    case WAY_LANE: return keep_in_lane(handle);
    case WAY_MEETING: return keep_at_meeting(handle);
    case WAY_SLOT: return keep_in_slot(handle, argument >> 8 & (SLOT_COUNT - 1));
    case WAY_WHEEL: bpf_wheel_add(handle, bpf_ktime_get_ns() + (argument >> 8)); return 0;
    case WAY_LOCAL: bpf_local_push(handle); return 0;
    default: return keep_on_shelf(handle, 0);
  }
}

static struct coroutine *next_on_shelf(struct shelf *shelf) {
  bpf_spin_lock(&shelf->lock);
  struct bpf_list_node *node = bpf_list_pop_front(&shelf->list);
  bpf_spin_unlock(&shelf->lock);
  return node ? container_of(node, struct coroutine, node) : 0;
}

static struct coroutine *next_in_tree(struct shelf *shelf) {
  bpf_spin_lock(&shelf->lock);
  struct bpf_rb_node *node = bpf_rbtree_pop_first(&shelf->tree);
  bpf_spin_unlock(&shelf->lock);
  return node ? container_of(node, struct coroutine, order) : 0;
}

static struct coroutine *next_in_lane(u32 worker, u32 worker_count) {
  u32 key = (worker + worker_count - 1) & 1;
  struct lane *lane = bpf_map_lookup_elem(&lanes, &key);
  return lane ? bpf_spsc_pop(&lane->ring) : 0;
}

static struct coroutine *next_at_meeting(u32 worker) {
  u32 key = 0;
  struct meeting *meeting = worker == 0 ? bpf_map_lookup_elem(&meetings, &key) : 0;
  return meeting ? bpf_mpsc_pop(&meeting->ring) : 0;
}

u32 next_slot;

static struct coroutine *next_in_slots(void) {
  u32 number = __sync_fetch_and_add(&next_slot, 1) & (SLOT_COUNT - 1);
  struct slot *slot = bpf_map_lookup_elem(&slots, &number);
  return slot ? bpf_kptr_xchg(&slot->handle, 0) : 0;
}

static int run(struct coroutine *handle) {
  if (!handle) return 0;
  bpf_co_resume(handle);
  return 1;
}

SEC("worker") int take_out(struct worker_ctx *ctx) {
  u32 key = 0;
  struct control *control = bpf_map_lookup_elem(&controls, &key);
  struct shelf *shelf = bpf_map_lookup_elem(&shelves, &key);
  if (!control || !shelf) return 0;
  if (!control->is_open) return 0;
  int count = run(next_on_shelf(shelf));
  count += run(next_in_tree(shelf));
  count += run(next_in_lane(ctx->worker, ctx->worker_count));
  count += run(next_at_meeting(ctx->worker));
  count += run(next_in_slots());
  count += run(bpf_wheel_pop());
  count += run(bpf_local_pop());
  __sync_fetch_and_add(&control->resumed[VERSION & 1], count);
  return count;
}

SEC("datapath") int wait_there(struct xdp_md *ctx) {
  u8 *data = (u8 *)(long)ctx->data;
  if (data + sizeof(struct ethhdr) + 8 > (u8 *)(long)ctx->data_end) return XDP_PASS;
  u8 *payload = data + sizeof(struct ethhdr);
  u64 argument = (u64)(payload[0] & 15) | (u64)payload[1] << 8 | (u64)payload[2] << 16;
  if (payload[0] & 128) {
    bpf_packet_drop(ctx);
    co_await(keep, argument);
    co_await(keep, argument);
    return 0;
  }
  volatile u64 kept[KEPT_COUNT];
  for (u32 index = 0; index < KEPT_COUNT; index++) kept[index] = argument + index;
  payload[3] = VERSION;
  if (co_await(keep, argument) < 0) return XDP_DROP;
  payload[4] = VERSION;
  if (co_await(keep, argument) < 0) return XDP_DROP;
  payload[5] = VERSION;
  u64 sum = 0;
  for (u32 index = 0; index < KEPT_COUNT; index++) sum += kept[index] - argument;
  payload[6] = sum;
  payload[7] = sum >> 8;
  return XDP_TX;
}

#include "deadlines.h"

static u32 only = 0;

SEC("queue") int line_up(struct coroutine *handle, u64 command) {
  if (command == COMMAND_REFUSED) return -5;
  struct waiting *waiting = bpf_map_lookup_elem(&line, &only);
  if (command == COMMAND_DESTROYED || !waiting) {
    bpf_co_destroy(handle);
    return 0;
  }
  handle->user[0]++;
  handle->user[1] = bpf_co_packet(handle);
  bpf_spin_lock(&waiting->lock);
  bpf_list_push_back(&waiting->head, &handle->node);
  bpf_spin_unlock(&waiting->lock);
  return 0;
}

static void resume(struct coroutine *handle) {
  struct tally *tally = bpf_map_lookup_elem(&tallies, &only);
  if (!tally) {
    bpf_co_destroy(handle);
    return;
  }
  if (!handle->user[0] || handle->user[1] != bpf_co_packet(handle))
    __sync_fetch_and_add(&tally->wrong, 1);
  int known = bpf_co_expired(handle);
  int status = bpf_co_resume(handle);
  if (status == CO_EXPIRED) __sync_fetch_and_add(&tally->expired, 1);
  if (known) __sync_fetch_and_add(&tally->known_before, 1);
  if (known && status != CO_EXPIRED) __sync_fetch_and_add(&tally->wrong, 1);
}

SEC("worker") int serve(struct worker_ctx *ctx) {
  struct waiting *waiting = bpf_map_lookup_elem(&line, &only);
  int count = 0;
  for (int i = 0; i < 16; i++) {
    struct coroutine *handle = bpf_wheel_pop();
    if (!handle) break;
    bpf_co_resume(handle);
    count++;
  }
  if (!waiting || !waiting->is_open) return count;
  for (int i = 0; i < 16; i++) {
    bpf_spin_lock(&waiting->lock);
    struct bpf_list_node *node = bpf_list_pop_front(&waiting->head);
    bpf_spin_unlock(&waiting->lock);
    if (!node) break;
    resume(container_of(node, struct coroutine, node));
    count++;
  }
  return count;
}

SEC("datapath") int wait_in_line(struct xdp_md *ctx) {
  u8 *data = (u8 *)(long)ctx->data;
  if (data + sizeof(struct ethhdr) + 6 > (u8 *)(long)ctx->data_end) return XDP_PASS;
  u8 *payload = data + sizeof(struct ethhdr);
  u8 command = payload[2];
  if (command == COMMAND_OPEN || command == COMMAND_CLOSE) {
    struct waiting *waiting = bpf_map_lookup_elem(&line, &only);
    if (waiting) waiting->is_open = command == COMMAND_OPEN;
    return XDP_DROP;
  }
  u64 time = (payload[0] | payload[1] << 8) * 1000;
  u8 served = 0;
  int outcome = 0;
  for (u8 i = 0; i < payload[3]; i++) {
    outcome = command == COMMAND_YIELD ? co_yield(line_up)
                                       : co_await_until(line_up, command, bpf_ktime_get_ns() + time);
    if (!outcome) served++;
  }
  payload[4] = -outcome;
  payload[5] = served;
  return XDP_TX;
}

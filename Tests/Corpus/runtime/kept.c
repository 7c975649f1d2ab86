#include "kept.h"

SEC("queue") int keep(struct coroutine *handle, u64 argument) {
  u32 key = argument & 0xff;
  struct turn *waiting = bpf_map_lookup_elem(&places, &key);
  if (!waiting) {
    struct turn nobody = {};
    bpf_map_update_elem(&places, &key, &nobody, BPF_NOEXIST);
    waiting = bpf_map_lookup_elem(&places, &key);
    if (!waiting) return -1;
  }
  struct coroutine *displaced = bpf_kptr_xchg(&waiting->handle, handle);
  if (displaced) bpf_co_destroy(displaced);
  __sync_fetch_and_add(&waiting->kept_count, 1);
  if (argument >> 8) bpf_map_delete_elem(&places, &key);
  return 0;
}

SEC("worker") int take_turns(struct worker_ctx *ctx) {
  int count = 0;
  for (u32 key = 0; key < KEY_COUNT; key++) {
    u32 own = key;
    struct turn *waiting = bpf_map_lookup_elem(&places, &own);
    if (!waiting) continue;
    struct coroutine *handle = bpf_kptr_xchg(&waiting->handle, 0);
    if (!handle) continue;
    bpf_co_resume(handle);
    count++;
  }
  return count;
}

SEC("datapath") int wait_turn(struct xdp_md *ctx) {
  u8 *data = (u8 *)(long)ctx->data;
  if (data + sizeof(struct ethhdr) + 2 > (u8 *)(long)ctx->data_end) return XDP_PASS;
  u64 key = data[sizeof(struct ethhdr)] % KEY_COUNT;
  u64 deletes = data[sizeof(struct ethhdr) + 1] & 1;
  if (co_await(keep, key | deletes << 8) < 0) return XDP_DROP;
  return XDP_TX;
}

// Programs that break one clause each, which nobody verifies: the monitor of that clause has to find it. What they
// break stands behind “trips”, as the monitors call it.
#include "baton.h"

struct guarded {
  struct bpf_spin_lock lock;
  struct bpf_list_head head __contains(coroutine, node);
  u64 number;
};

BATON_MAP(guarded, ARRAY, u32, struct guarded, 2);
BATON_MAP(numbers, HASH, u32, u64, 4);
struct {
  int(*type)[BPF_MAP_TYPE_QUEUE];
  int(*max_entries)[4];
  u64 *value;
} waiting SEC(".maps");
struct {
  int(*type)[BPF_MAP_TYPE_RINGBUF];
  int(*max_entries)[4096];
} ring SEC(".maps");

static struct guarded *guarded_value(u32 key) { return bpf_map_lookup_elem(&guarded, &key); }

/// trips: bpf_map_lookup_elem: argument 1, type
SEC("xdp") int no_map(struct xdp_md *ctx) {
  u64 key = 0;
  bpf_map_lookup_elem(&key, &key);
  return XDP_PASS;
}

/// trips: bpf_map_lookup_elem: argument 1, mapType
SEC("xdp") int another_map(struct xdp_md *ctx) {
  u64 key = 0;
  bpf_map_lookup_elem(&waiting, &key);
  return XDP_PASS;
}

/// trips: bpf_map_lookup_elem: argument 2, notNull
SEC("xdp") int no_key(struct xdp_md *ctx) {
  bpf_map_lookup_elem(&numbers, (void *)0);
  return XDP_PASS;
}

/// trips: bpf_map_lookup_elem: argument 2, size
SEC("xdp") int wild_key(struct xdp_md *ctx) {
  bpf_map_lookup_elem(&numbers, (void *)8);
  return XDP_PASS;
}

/// trips: bpf_map_lookup_elem: result, nullable
SEC("xdp") int not_compared(struct xdp_md *ctx) {
  u32 key = 7;
  u64 *value = bpf_map_lookup_elem(&numbers, &key);
  return *value ? XDP_PASS : XDP_DROP;
}

/// trips: bpf_map_lookup_elem: result, size
SEC("xdp") int behind_the_value(struct xdp_md *ctx) {
  struct guarded *value = guarded_value(1);
  if (!value) return XDP_PASS;
  return (&value->number)[1] ? XDP_PASS : XDP_DROP;
}

/// trips: bpf_spin_lock: argument 1, type
SEC("xdp") int no_lock(struct xdp_md *ctx) {
  struct guarded *value = guarded_value(0);
  if (value) bpf_spin_lock((void *)&value->number);
  return XDP_PASS;
}

/// trips: bpf_spin_lock: acquiresLock
SEC("xdp") int locked_twice(struct xdp_md *ctx) {
  struct guarded *value = guarded_value(0);
  if (!value) return XDP_PASS;
  bpf_spin_lock(&value->lock);
  bpf_spin_lock(&value->lock);
  bpf_spin_unlock(&value->lock);
  return XDP_PASS;
}

/// trips: bpf_spin_unlock: releasesLock
SEC("xdp") int not_locked(struct xdp_md *ctx) {
  struct guarded *value = guarded_value(0);
  if (value) bpf_spin_unlock(&value->lock);
  return XDP_PASS;
}

/// trips: baton_xdp: end, lock
SEC("xdp") int never_unlocked(struct xdp_md *ctx) {
  struct guarded *value = guarded_value(0);
  if (value) bpf_spin_lock(&value->lock);
  return XDP_PASS;
}

/// trips: bpf_ktime_get_ns: noSpinLock
SEC("xdp") int calls_under_lock(struct xdp_md *ctx) {
  struct guarded *value = guarded_value(0);
  if (!value) return XDP_PASS;
  bpf_spin_lock(&value->lock);
  value->number = bpf_ktime_get_ns();
  bpf_spin_unlock(&value->lock);
  return XDP_PASS;
}

/// trips: bpf_list_pop_front: requiresLock
SEC("xdp") int without_the_lock(struct xdp_md *ctx) {
  struct guarded *value = guarded_value(0);
  if (value) bpf_list_pop_front(&value->head);
  return XDP_PASS;
}

/// trips: bpf_list_pop_front: requiresLock
SEC("xdp") int under_another_lock(struct xdp_md *ctx) {
  struct guarded *value = guarded_value(0);
  struct guarded *other = guarded_value(1);
  if (!value || !other) return XDP_PASS;
  bpf_spin_lock(&other->lock);
  bpf_list_pop_front(&value->head);
  bpf_spin_unlock(&other->lock);
  return XDP_PASS;
}

/// trips: bpf_packet_drop: roles
SEC("xdp") int not_its_own(struct xdp_md *ctx) {
  bpf_packet_drop(ctx);
  return XDP_PASS;
}

/// trips: bpf_ringbuf_reserve: result, owned
SEC("xdp") int record_forgotten(struct xdp_md *ctx) {
  bpf_ringbuf_reserve(&ring, 8, 0);
  return XDP_PASS;
}

/// trips: bpf_ringbuf_submit: argument 1 afterwards, consumed
SEC("xdp") int submitted_twice(struct xdp_md *ctx) {
  u64 *record = bpf_ringbuf_reserve(&ring, 8, 0);
  if (!record) return XDP_PASS;
  bpf_ringbuf_submit(record, 0);
  bpf_ringbuf_submit(record, 0);
  return XDP_PASS;
}

/// trips: bpf_ringbuf_discard: argument 1 afterwards, consumed
SEC("xdp") int written_afterwards(struct xdp_md *ctx) {
  volatile u64 *record = bpf_ringbuf_reserve(&ring, 8, 0);
  if (!record) return XDP_PASS;
  bpf_ringbuf_discard((void *)record, 0);
  *record = 1;
  return XDP_PASS;
}

/// trips: bpf_ringbuf_reserve: result, size
SEC("xdp") int behind_the_record(struct xdp_md *ctx) {
  volatile u64 *record = bpf_ringbuf_reserve(&ring, 8, 0);
  if (!record) return XDP_PASS;
  record[1] = 1;
  bpf_ringbuf_discard((void *)record, 0);
  return XDP_PASS;
}

/// trips: bpf_ringbuf_output: argument 3, size
SEC("xdp") int more_than_there_is(struct xdp_md *ctx) {
  u64 data = 0;
  bpf_ringbuf_output(&ring, &data, 4096, 0);
  return XDP_PASS;
}

/// trips: bpf_ringbuf_submit_dynptr: argument 1, state
SEC("xdp") int local_submitted(struct xdp_md *ctx) {
  struct guarded *value = guarded_value(0);
  struct bpf_dynptr dynptr;
  if (!value) return XDP_PASS;
  bpf_dynptr_from_mem(&value->number, 8, 0, &dynptr);
  bpf_ringbuf_submit_dynptr(&dynptr, 0);
  return XDP_PASS;
}

/// trips: bpf_dynptr_data: argument 1, type
SEC("xdp") int no_dynptr(struct xdp_md *ctx) {
  struct bpf_dynptr dynptr = {};
  bpf_dynptr_data(&dynptr, 0, 8);
  return XDP_PASS;
}

/// trips: bpf_loop: argument 2, type
SEC("xdp") int no_callback(struct xdp_md *ctx) {
  bpf_loop(1, (void *)1, 0, 0);
  return XDP_PASS;
}

/// trips: bpf_xdp_adjust_head: argument 1 afterwards, moved
SEC("xdp") int in_the_old_place(struct xdp_md *ctx) {
  volatile u8 *octets = (void *)(long)ctx->data;
  if (octets + 16 > (u8 *)(long)ctx->data_end) return XDP_DROP;
  bpf_xdp_adjust_head(ctx, 14);
  return octets[0] ? XDP_PASS : XDP_TX;
}

/// trips: baton_xdp: argument 1, type
SEC("xdp") int beside_the_packet(struct xdp_md *ctx) {
  volatile u8 *octets = (void *)(long)ctx->data;
  return octets[2000] ? XDP_PASS : XDP_TX;
}

/// trips: baton_xdp: argument 1, type
SEC("xdp") int nowhere(struct xdp_md *ctx) { return *(volatile u64 *)16 ? XDP_PASS : XDP_DROP; }

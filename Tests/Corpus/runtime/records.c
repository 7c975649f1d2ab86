/// Programs that own a record of a ring buffer and a dynptr to another where they are unwound.
#include "baton.h"
#include "packet.h"

struct {
  int(*type)[BPF_MAP_TYPE_RINGBUF];
  int(*max_entries)[65536];
} ring SEC(".maps");

enum { SUBMIT, THROW, STAY };

SEC("queue") int keep(struct coroutine *handle, u64 place) {
  if (place != STAY) {
    bpf_local_push(handle);
    return 0;
  }
  // Nobody resumes it: it is destroyed where it is.
  bpf_co_destroy(handle);
  return 0;
}

static __attribute__((noinline)) int own_two(u64 place) {
  struct bpf_dynptr dynptr;
  u64 *record = bpf_ringbuf_reserve(&ring, 8, 0);
  if (!record) return -1;
  bpf_ringbuf_reserve_dynptr(&ring, 16, 0, &dynptr);
  *record = place;
  co_await(keep, place);
  if (place == THROW) bpf_throw(place);
  bpf_dynptr_write(&dynptr, 8, record, 8, 0);
  bpf_ringbuf_submit_dynptr(&dynptr, 0);
  bpf_ringbuf_submit(record, 0);
  return 0;
}

SEC("datapath") int data_path(struct xdp_md *ctx) {
  u8 *data = (u8 *)(long)ctx->data;
  if (data + 15 > (u8 *)(long)ctx->data_end) return XDP_DROP;
  return own_two(data[14]) ? XDP_DROP : XDP_TX;
}

SEC("worker") int resume_one(struct worker_ctx *ctx) {
  struct coroutine *handle = bpf_local_pop();
  if (handle) bpf_co_resume(handle);
  return 0;
}

#include "records.h"

SEC("queue") int keep(struct coroutine *handle, u64 argument) {
  bpf_local_push(handle);
  return 0;
}

SEC("datapath") int case_program(struct xdp_md *ctx) {
  u64 *record = bpf_ringbuf_reserve(&ring, 16, 0);
  if (!record) return XDP_DROP;
  *record = 1;
  co_await(keep, 0);
  bpf_ringbuf_submit(record, 0);
  return XDP_PASS;
}

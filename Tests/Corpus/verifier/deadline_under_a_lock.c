#include "corpus.h"

SEC("queue") int keep(struct coroutine *handle, u64 argument) {
  bpf_local_push(handle);
  return 0;
}

SEC("datapath") int case_program(struct xdp_md *ctx) {
  u32 key = 0;
  struct place *place = bpf_map_lookup_elem(&places, &key);
  if (!place) return XDP_DROP;
  bpf_spin_lock(&place->lock);
  co_await_until(keep, 0, 1);  // refused: function calls are not allowed while holding a lock
  bpf_spin_unlock(&place->lock);
  return XDP_TX;
}

#include "corpus.h"

SEC("queue") int keep(struct coroutine *handle, u64 argument) {
  bpf_local_push(handle);
  return 0;
}

SEC("datapath") int case_program(struct xdp_md *ctx) {
  for (u64 round = 0;; round++) {
    int status = co_await_until(keep, round, bpf_ktime_get_ns() + 1000000);
    if (status == -110) return XDP_TX;
    if (status < 0) return XDP_DROP;
  }
}

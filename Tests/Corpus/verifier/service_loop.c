/// A data path may go on for ever, as long as it suspends.
#include "corpus.h"

SEC("queue") int keep(struct coroutine *handle, u64 argument) {
  bpf_local_push(handle);
  return 0;
}

SEC("datapath") int case_program(struct xdp_md *ctx) {
  u64 rounds = 0;
  for (;;) {
    if (co_await(keep, rounds++) < 0) return XDP_DROP;
  }
}

#include "corpus.h"

SEC("queue") int keep(struct coroutine *handle, u64 argument) {
  bpf_local_push(handle);
  return 0;
}

SEC("datapath") int case_program(struct xdp_md *ctx) {
  struct coroutine *handle = co_spawn((void *)keep, ctx);  // refused: R1 is not the address of a datapath program
  if (!handle) return XDP_DROP;
  bpf_co_destroy(handle);
  return 0;
}

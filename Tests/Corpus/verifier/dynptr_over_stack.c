#include "corpus.h"

SEC("xdp") int case_program(struct xdp_md *ctx) {
  u64 words[4] = {};
  struct bpf_dynptr dynptr;
  bpf_dynptr_from_mem(words, 32, 0, &dynptr);  // refused: Unsupported reg type fp
  return XDP_PASS;
}

#include "corpus.h"

SEC("xdp") int case_program(struct xdp_md *ctx) {
  char text[4] = "abc";
  return bpf_strncmp(text, 4, text) ? XDP_DROP : XDP_PASS;  // refused: does not point to a readonly map
}

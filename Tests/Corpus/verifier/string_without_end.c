#include "corpus.h"

static const char letters[3] = {'a', 'b', 'c'};

SEC("xdp") int case_program(struct xdp_md *ctx) {
  char text[4] = "abc";
  return bpf_strncmp(text, 4, letters) ? XDP_DROP : XDP_PASS;  // refused: string is not zero-terminated
}

#include "corpus.h"

struct {
  int(*type)[BPF_MAP_TYPE_RINGBUF];
  int(*max_entries)[4096];
} ring SEC(".maps");

SEC("xdp") int case_program(struct xdp_md *ctx) {
  struct bpf_dynptr record;
  bpf_ringbuf_reserve_dynptr(&ring, 16, 0, &record);
  return XDP_PASS;  // refused: Unreleased reference
}

#include "corpus.h"

struct {
  int(*type)[BPF_MAP_TYPE_RINGBUF];
  int(*max_entries)[4096];
} ring SEC(".maps");

struct {
  int(*type)[BPF_MAP_TYPE_ARRAY];
  int(*max_entries)[1];
  u32 *key;
  u64 (*value)[4];
} values SEC(".maps");

SEC("xdp") int case_program(struct xdp_md *ctx) {
  u32 key = 0;
  u64 *value = bpf_map_lookup_elem(&values, &key);
  if (!value) return XDP_DROP;
  struct bpf_dynptr dynptr;
  bpf_dynptr_from_mem(value, 32, 0, &dynptr);
  bpf_ringbuf_submit_dynptr(&dynptr, 0);  // refused: must be owned
  return XDP_PASS;
}

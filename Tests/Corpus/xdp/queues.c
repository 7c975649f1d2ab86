/// Queues, stacks and ring buffers.
#include "check.h"

struct {
  int(*type)[BPF_MAP_TYPE_QUEUE];
  int(*max_entries)[3];
  int(*value_size)[4];
} queue SEC(".maps");

struct {
  int(*type)[BPF_MAP_TYPE_STACK];
  int(*max_entries)[3];
  int(*value_size)[4];
} stack SEC(".maps");

struct {
  int(*type)[BPF_MAP_TYPE_RINGBUF];
  int(*max_entries)[4096];
} ring SEC(".maps");

SEC("xdp") int program(struct xdp_md *ctx) {
  u32 value = 0;
  for (u32 number = 0; number < 3; number++) bpf_map_pop_elem(&queue, &value);
  for (u32 number = 1; number <= 3; number++) {
    bpf_map_push_elem(&queue, &number, BPF_EXIST);
    bpf_map_push_elem(&stack, &number, BPF_EXIST);
  }
  CHECK(bpf_map_push_elem(&queue, &value, 0) == -7);
  CHECK(bpf_map_peek_elem(&queue, &value) == 0 && value == 1);
  CHECK(bpf_map_pop_elem(&queue, &value) == 0 && value == 1);
  CHECK(bpf_map_pop_elem(&queue, &value) == 0 && value == 2);
  CHECK(bpf_map_pop_elem(&queue, &value) == 0 && value == 3);
  CHECK(bpf_map_pop_elem(&queue, &value) == -2);
  CHECK(bpf_map_pop_elem(&stack, &value) == 0 && value == 3);
  CHECK(bpf_map_pop_elem(&stack, &value) == 0 && value == 2);

  u64 before = bpf_ringbuf_query(&ring, 0);
  CHECK(bpf_ringbuf_query(&ring, 1) == 4096);
  char text[] = "record";
  if (bpf_ringbuf_output(&ring, text, sizeof text, 0) == 0) {
    CHECK(bpf_ringbuf_query(&ring, 0) == before + 16);
  }
  return XDP_PASS;
}

/// Reserved records, and dynptrs.
#include "check.h"

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

struct event {
  u64 number;
  u32 words[5];
};

static int reserve_and_submit(void) {
  u64 before = bpf_ringbuf_query(&ring, BPF_RB_PROD_POS);
  struct event *event = bpf_ringbuf_reserve(&ring, sizeof *event, 0);
  if (!event) return 0;
  event->number = before;
  for (int i = 0; i < 5; i++) event->words[i] = i;
  u64 after = bpf_ringbuf_query(&ring, BPF_RB_PROD_POS);
  bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
  CHECK(after == before + 40);
  event = bpf_ringbuf_reserve(&ring, sizeof *event, 0);
  if (event) bpf_ringbuf_discard(event, 0);
  event = bpf_ringbuf_reserve(&ring, 4096, 0);
  if (event) {
    bpf_ringbuf_discard(event, 0);
    return __LINE__;
  }
  return 0;
}

static int through_dynptr(u32 size) {
  struct bpf_dynptr record;
  u64 word = 7;
  if (bpf_ringbuf_reserve_dynptr(&ring, size, 0, &record) < 0) {
    long result = bpf_dynptr_write(&record, 0, &word, sizeof word, 0);
    bpf_ringbuf_discard_dynptr(&record, 0);
    CHECK(result == -22);
    return 0;
  }
  long wrote = bpf_dynptr_write(&record, 4, &word, sizeof word, 0);
  long beyond = bpf_dynptr_write(&record, size - 7, &word, sizeof word, 0);
  u32 *slice = bpf_dynptr_data(&record, 4, 4);
  u32 seen = slice ? *slice : 0;
  void *none = bpf_dynptr_data(&record, 0, 4096);
  bpf_ringbuf_submit_dynptr(&record, BPF_RB_NO_WAKEUP);
  CHECK(wrote == 0 && beyond == -7 && seen == 7 && !none);
  return 0;
}

static int over_value(void) {
  u32 key = 0;
  u64 *value = bpf_map_lookup_elem(&values, &key);
  if (!value) return __LINE__;
  struct bpf_dynptr dynptr;
  CHECK(bpf_dynptr_from_mem(value, 32, 1, &dynptr) == -22);
  CHECK(!bpf_dynptr_data(&dynptr, 0, 1));
  CHECK(bpf_dynptr_from_mem(value, 32, 0, &dynptr) == 0);
  u64 word = 0x0102030405060708;
  CHECK(bpf_dynptr_write(&dynptr, 8, &word, 8, 0) == 0 && value[1] == word);
  CHECK(bpf_dynptr_write(&dynptr, 8, &word, 8, 1) == -22);
  u16 half = 0;
  CHECK(bpf_dynptr_read(&half, 2, &dynptr, 9, 0) == 0 && half == 0x0607);
  CHECK(bpf_dynptr_read(&half, 2, &dynptr, 31, 0) == -7);
  u8 *octet = bpf_dynptr_data(&dynptr, 15, 1);
  CHECK(octet && *octet == 1);
  return 0;
}

SEC("xdp") int program(struct xdp_md *ctx) {
  int line = reserve_and_submit();
  if (!line) line = through_dynptr(24 + (bpf_get_prandom_u32() & 7));
  if (!line) line = over_value();
  return line ? line : XDP_PASS;
}

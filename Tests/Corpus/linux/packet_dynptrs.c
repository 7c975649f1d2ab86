#include "linux_program.h"

struct bpf_dynptr {
  u64 opaque[2];
} __attribute__((aligned(8)));

static long (*const bpf_skb_pull_data)(struct __sk_buff *, u32) = (void *)39;
static long (*const bpf_dynptr_write)(struct bpf_dynptr *, u32, void *, u32, u64) = (void *)202;
static long (*const bpf_dynptr_from_mem)(void *, u32, u64, struct bpf_dynptr *) = (void *)197;

KFUNC int bpf_dynptr_from_skb(struct __sk_buff *skb, u64 flags, struct bpf_dynptr *dynptr);
KFUNC void *bpf_dynptr_slice_rdwr(const struct bpf_dynptr *dynptr, u32 offset, void *buffer,
                                  u32 size);
KFUNC int bpf_dynptr_clone(const struct bpf_dynptr *dynptr, struct bpf_dynptr *clone);

char memory[64];

SEC("tc") int slice_without_buffer(struct __sk_buff *skb) {
  struct bpf_dynptr packet;
  bpf_dynptr_from_skb(skb, 0, &packet);
  u32 *slice = bpf_dynptr_slice_rdwr(&packet, 0, 0, 8);
  if (slice) slice[1] = 1;
  return 0;
}

SEC("tc") int slice_with_buffer(struct __sk_buff *skb) {
  struct bpf_dynptr packet;
  char buffer[8] = {};
  bpf_dynptr_from_skb(skb, 0, &packet);
  u32 *slice = bpf_dynptr_slice_rdwr(&packet, 0, buffer, sizeof buffer);
  if (slice) slice[1] = 1;
  return 0;
}

SEC("tc") int behind_slice_with_buffer(struct __sk_buff *skb) {
  struct bpf_dynptr packet;
  char buffer[8] = {};
  bpf_dynptr_from_skb(skb, 0, &packet);
  u32 *slice = bpf_dynptr_slice_rdwr(&packet, 0, buffer, sizeof buffer);
  if (slice) slice[2] = 1;  // refused: invalid access to memory, mem_size=8 off=8 size=4
  return 0;
}

SEC("tc") int slice_with_buffer_over_another_dynptr(struct __sk_buff *skb) {
  struct {
    u64 buffer;
    struct bpf_dynptr other;
  } together = {};
  struct bpf_dynptr packet;
  bpf_dynptr_from_skb(skb, 0, &packet);
  bpf_dynptr_from_mem(memory, sizeof memory, 0, &together.other);
  u32 *slice = bpf_dynptr_slice_rdwr(&packet, 0, &together, 9);  // refused: a bpf_dynptr lies there
  return slice ? *slice : 0;
}

SEC("tc") int slice_after_move(struct __sk_buff *skb) {
  struct bpf_dynptr packet;
  bpf_dynptr_from_skb(skb, 0, &packet);
  u32 *slice = bpf_dynptr_slice_rdwr(&packet, 0, 0, 8);
  if (!slice) return 0;
  bpf_skb_pull_data(skb, 64);
  *slice = 1;  // refused: invalid mem access 'scalar'
  return 0;
}

SEC("tc") int slice_of_clone_after_move(struct __sk_buff *skb) {
  struct bpf_dynptr packet, clone;
  bpf_dynptr_from_skb(skb, 0, &packet);
  bpf_dynptr_clone(&packet, &clone);
  u32 *slice = bpf_dynptr_slice_rdwr(&clone, 0, 0, 8);
  if (!slice) return 0;
  bpf_skb_pull_data(skb, 64);
  *slice = 1;  // refused: invalid mem access 'scalar'
  return 0;
}

SEC("tc") int slice_after_write(struct __sk_buff *skb) {
  struct bpf_dynptr packet;
  u64 octets = 0;
  bpf_dynptr_from_skb(skb, 0, &packet);
  u32 *slice = bpf_dynptr_slice_rdwr(&packet, 0, 0, 8);
  if (!slice) return 0;
  bpf_dynptr_write(&packet, 0, &octets, sizeof octets, 0);
  *slice = 1;  // refused: invalid mem access 'scalar'
  return 0;
}

SEC("tc") int slice_after_write_to_clone(struct __sk_buff *skb) {
  struct bpf_dynptr packet, clone;
  u64 octets = 0;
  bpf_dynptr_from_skb(skb, 0, &packet);
  bpf_dynptr_clone(&packet, &clone);
  u32 *slice = bpf_dynptr_slice_rdwr(&packet, 0, 0, 8);
  if (!slice) return 0;
  bpf_dynptr_write(&clone, 0, &octets, sizeof octets, 0);
  *slice = 1;  // refused: invalid mem access 'scalar'
  return 0;
}

SEC("tc") int slice_after_write_elsewhere(struct __sk_buff *skb) {
  struct bpf_dynptr packet, elsewhere;
  u64 octets = 0;
  bpf_dynptr_from_skb(skb, 0, &packet);
  bpf_dynptr_from_mem(memory, sizeof memory, 0, &elsewhere);
  u32 *slice = bpf_dynptr_slice_rdwr(&packet, 0, 0, 8);
  if (!slice) return 0;
  bpf_dynptr_write(&elsewhere, 0, &octets, sizeof octets, 0);
  *slice = 1;
  return 0;
}

NOINLINE int writes(struct bpf_dynptr *dynptr) {
  u64 octets = 0;
  return bpf_dynptr_write(dynptr, 0, &octets, sizeof octets, 0);
}

SEC("tc") int slice_after_write_in_a_function(struct __sk_buff *skb) {
  struct bpf_dynptr packet;
  bpf_dynptr_from_skb(skb, 0, &packet);
  u32 *slice = bpf_dynptr_slice_rdwr(&packet, 0, 0, 8);
  if (!slice) return 0;
  writes(&packet);
  *slice = 1;  // refused: invalid mem access 'scalar'
  return 0;
}

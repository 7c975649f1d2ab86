// What stands for functions that `replaced.c` calls.
#include "baton.h"

BATON_MAP(counts, ARRAY, u32, u64, 2);

static void count(u32 key) {
  u64 *value = bpf_map_lookup_elem(&counts, &key);
  if (value) __sync_fetch_and_add(value, 1);
}

/// Counts packets, and drops every other kind; a third kind is too much for it.
SEC("replace/bpf_packet_transmit") void careful(struct xdp_md *ctx) {
  u8 *octets = (void *)(long)ctx->data;
  u8 kind = octets + 16 > (u8 *)(long)ctx->data_end ? 0 : octets[15];
  count(0);
  if (kind == 2) bpf_throw(kind);
  if (kind == 1)
    bpf_packet_drop(ctx);
  else
    bpf_packet_transmit(ctx);
  count(1);
}

SEC("replace/bpf_get_prandom_u32") u32 always_the_same(void) { return 0xffffffff; }

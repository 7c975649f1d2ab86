/// A data path whose queue is another object's.
#include "baton.h"
#include "packet.h"

SEC("queue") int line_up(struct coroutine *handle, u64 class);
int class_of(u32 length);

BATON_MAP(tickets, ARRAY, u32, u64, 1);

SEC("datapath") int wait_once(struct xdp_md *ctx) {
  u32 zero = 0;
  u64 *count = bpf_map_lookup_elem(&tickets, &zero);
  if (count) __sync_fetch_and_add(count, 1);
  if (co_await(line_up, class_of(ctx->data_end - ctx->data)) < 0) return XDP_DROP;
  return XDP_TX;
}

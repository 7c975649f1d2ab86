#include "corpus.h"

SEC("datapath") int case_program(struct xdp_md *ctx) {
  struct xdp_md *copy = bpf_packet_copy(ctx);
  if (!copy) return XDP_DROP;
  co_sleep_until(bpf_ktime_get_ns() + 1000);
  u8 *data = (u8 *)(long)copy->data;
  if (data + 1 <= (u8 *)(long)copy->data_end) data[0] = 1;
  bpf_packet_transmit(copy);
  return XDP_TX;
}

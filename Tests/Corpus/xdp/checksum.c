/// Checksum differences (RFC 1624).
#include "check.h"

SEC("xdp") int program(struct xdp_md *ctx) {
  u32 from[2] = {0x12345678, 0x9abcdef0}, to[2] = {0xffffffff, 1};
  CHECK(bpf_csum_diff(0, 0, to, 8, 0) == 1);
  CHECK(bpf_csum_diff(0, 0, from, 8, 0) == 0xe259);
  CHECK(bpf_csum_diff(from, 8, from, 8, 0) == 0xffff);
  CHECK(bpf_csum_diff(from, 4, to, 4, 7) == 0x975a);
  CHECK(bpf_csum_diff(from, 8, 0, 0, 0) == 0x1da6);
  CHECK(bpf_csum_diff(0, 0, 0, 0, 0x12345678) == 0x68ac);
  CHECK(bpf_csum_diff(from, 3, 0, 0, 7) == 0xa95a);
  CHECK(bpf_csum_diff(from, 8, from, 8, 0) == 0xffff);
  return XDP_PASS;
}

/// Where packets are redirected to. kernel: no
#include "check.h"

BATON_MAP(cpus, CPUMAP, u32, u32, 4);

SEC("xdp") int program(struct xdp_md *ctx) {
  CHECK(bpf_redirect(1, 0) == XDP_REDIRECT);
  CHECK(bpf_redirect(1, 5) == XDP_ABORTED);
  CHECK(bpf_redirect_map(&cpus, 2, XDP_TX) == XDP_TX);
  CHECK(bpf_redirect_map(&cpus, 9, XDP_PASS) == XDP_PASS);
  return XDP_PASS;
}

#include "corpus.h"

SEC("datapath") __preemptible int case_program(struct xdp_md *ctx) {
  return XDP_DROP;  // refused: there is no queue program on_preempt
}

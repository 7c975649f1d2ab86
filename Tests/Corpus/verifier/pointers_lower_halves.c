/// What is learnt of one pointer's lower half says nothing of that of another, four bytes behind.
#include "corpus.h"

struct row {
  u8 octets[8];
};
BATON_MAP(rows, ARRAY, u32, struct row, 1);

SEC("xdp") int case_program(struct xdp_md *ctx) {
  u32 key = 0;
  struct row *row = bpf_map_lookup_elem(&rows, &key);
  if (!row) return XDP_DROP;
  u64 result;
  asm volatile(  // refused: unbounded memory access
      "r1 = %1\n"
      "r2 = r1\n"
      "r2 += 4\n"
      "w3 = w1\n"
      "w4 = w2\n"
      "%0 = 0\n"
      "if w3 > 3 goto +2\n"
      "r1 += r4\n"
      "%0 = *(u8 *)(r1 + 0)\n"
      : "=r"(result) : "r"(row) : "r1", "r2", "r3", "r4");
  return result;
}

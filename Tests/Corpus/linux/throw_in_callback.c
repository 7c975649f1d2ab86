#include "linux_program.h"

static NOINLINE int body(u32 index, void *unused) {
  bpf_throw(0);  // refused: cannot be called from callback subprog
  return 0;
}

SEC("tc") int throws_in_callback(struct __sk_buff *skb) {
  bpf_loop(5, body, 0, 0);
  return 0;
}

#include "linux_program.h"

NOINLINE int handle(u64 cookie, u64 other) { return (int)(cookie + other); }

EXCEPTION_CALLBACK(handle) SEC("tc")
int gets_one(struct __sk_buff *skb) {
  bpf_throw(0);  // refused: exception cb only supports single integer argument
  return 0;
}

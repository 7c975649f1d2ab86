#include "linux_program.h"

NOINLINE int handle(u64 cookie) { return (int)cookie; }

EXCEPTION_CALLBACK(handle) SEC("tc") int calls_it(struct __sk_buff *skb) {
  return handle(skb->len);  // refused: cannot call exception cb directly
}

#include "linux_program.h"

SEC("tc") int writes_what_an_iterator_gives(struct __sk_buff *skb) {
  struct bpf_iter_num it;
  bpf_iter_num_new(&it, 0, 10);
  int *number = bpf_iter_num_next(&it);
  if (number) *number = 1;  // refused: cannot write into rdonly_mem
  bpf_iter_num_destroy(&it);
  return 0;
}

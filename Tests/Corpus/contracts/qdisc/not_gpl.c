#define QDISC_LICENSE "Proprietary"
#include "qdisc_program.h"

ENQUEUE(not_under_the_gpl) {
  bpf_kfree_skb(skb);  // refused: cannot call GPL-restricted function bpf_kfree_skb
  return NET_XMIT_DROP;
}

#include "swift_program.h"

__program("datapath") int no_ip_rcv(struct xdp_md *ctx);
__program("datapath") int ip_rcv_after_tcp_rcv(struct xdp_md *ctx);
__program("datapath") int ip_rcv_twice(struct xdp_md *ctx);
__program("datapath") int ip_rcv_on_one_path(struct xdp_md *ctx);
__program("datapath") int result_of_ip_rcv_ignored(struct xdp_md *ctx);
__program("datapath") int looked_up_without_success(struct xdp_md *ctx);
__program("datapath") int dropped_when_received(struct xdp_md *ctx);
__program("datapath") int ended_when_received(struct xdp_md *ctx);
__program("queue") int stash(struct coroutine *handle, u64 argument);

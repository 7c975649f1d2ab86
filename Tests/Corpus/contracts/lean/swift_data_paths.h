#include "lean.h"

__program("datapath") int lean_data_path(struct xdp_md *ctx);
__program("datapath") int no_ip_rcv(struct xdp_md *ctx);
__program("datapath") int ip_rcv_on_one_path(struct xdp_md *ctx);
__program("datapath") int no_lock(struct xdp_md *ctx);
__program("datapath") int locked_twice(struct xdp_md *ctx);
__program("datapath") int socket_used_after_its_release(struct xdp_md *ctx);
__program("datapath") int packet_used_when_it_is_queued(struct xdp_md *ctx);
__program("datapath") int dropped_when_received(struct xdp_md *ctx);
__program("datapath") int headers_of_two_packets_swapped(struct xdp_md *ctx);

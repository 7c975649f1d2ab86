#include "swift_steps.h"

__program("datapath") int no_ip_rcv(struct xdp_md *ctx);
__program("datapath") int result_of_ip_rcv_ignored(struct xdp_md *ctx);
__program("datapath") int result_of_ip6_rcv_ignored(struct xdp_md *ctx);
__program("datapath") int one_version_forgotten(struct xdp_md *ctx);
__program("datapath") int queued_whatever_tcp_rcv_says(struct xdp_md *ctx);
__program("datapath") int ended_when_received(struct xdp_md *ctx);
__program("datapath") int header_of_another_packet(struct xdp_md *ctx);
__program("datapath") int no_lock(struct xdp_md *ctx);
__program("datapath") int not_unlocked_on_one_path(struct xdp_md *ctx);
__program("datapath") int suspended_with_a_lock(struct xdp_md *ctx);
__program("datapath") int served_with_a_lock(struct xdp_md *ctx);
__program("datapath") int data_used_when_it_is_consumed(struct xdp_md *ctx);
__program("datapath") int data_used_when_it_is_unlocked(struct xdp_md *ctx);
__program("datapath") int socket_not_put(struct xdp_md *ctx);
__program("datapath") int header_used_when_its_packet_is_queued(struct xdp_md *ctx);
__program("queue") int stash(struct coroutine *handle, u64 argument);

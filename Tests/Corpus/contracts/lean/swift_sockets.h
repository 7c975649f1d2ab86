#include "swift_program.h"

__program("datapath") int header_not_compared_with_null(struct xdp_md *ctx);
__program("datapath") int socket_not_compared_with_null(struct xdp_md *ctx);
__program("datapath") int socket_used_after_its_release(struct xdp_md *ctx);
__program("datapath") int socket_kept(struct xdp_md *ctx);
__program("datapath") int packet_used_when_it_is_queued(struct xdp_md *ctx);
__program("datapath") int header_used_when_its_packet_is_queued(struct xdp_md *ctx);
__program("datapath") int header_used_when_its_packet_moved(struct xdp_md *ctx);
__program("datapath") int headers_of_two_packets_swapped(struct xdp_md *ctx);
__program("datapath") int packet_given_to_another_packets_socket(struct xdp_md *ctx);

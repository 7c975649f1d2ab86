#include "swift_program.h"

__program("datapath") int lean_data_path(struct xdp_md *ctx);
__program("datapath") int headers_when_they_are_needed(struct xdp_md *ctx);
__program("datapath") int two_orders(struct xdp_md *ctx);
__program("datapath") int two_packets(struct xdp_md *ctx);
__program("datapath") int a_batch_in_a_loop(struct xdp_md *ctx);

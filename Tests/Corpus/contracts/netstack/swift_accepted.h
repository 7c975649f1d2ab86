#include "swift_steps.h"

__program("datapath") int the_way(struct xdp_md *ctx);
__program("datapath") int either_version(struct xdp_md *ctx);
__program("datapath") int the_full_way_else(struct xdp_md *ctx);
__program("datapath") int looks_in_place(struct xdp_md *ctx);
__program("datapath") int echoes(struct xdp_md *ctx);
__program("datapath") int sends_it_back(struct xdp_md *ctx);

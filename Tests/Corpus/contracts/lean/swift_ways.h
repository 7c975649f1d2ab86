#include "swift_program.h"

__program("datapath") int through_an_alias(struct xdp_md *ctx);
__program("datapath") int through_a_spilled_register(struct xdp_md *ctx);
__program("datapath") int through_a_map_value(struct xdp_md *ctx);
__program("datapath") int in_a_loop(struct xdp_md *ctx);
__program("datapath") int in_a_callback(struct xdp_md *ctx);
__program("datapath") int in_a_function(struct xdp_md *ctx);

BATON_MAP(kept, ARRAY, u32, u64, 1);

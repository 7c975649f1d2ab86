#include "swift_program.h"

__program("datapath") int no_lock(struct xdp_md *ctx);
__program("datapath") int lock_of_another_packets_socket(struct xdp_md *ctx);
__program("datapath") int unlocked_before_tcp_rcv(struct xdp_md *ctx);
__program("datapath") int locked_twice(struct xdp_md *ctx);
__program("datapath") int two_locks(struct xdp_md *ctx);
__program("datapath") int not_unlocked_on_one_path(struct xdp_md *ctx);
__program("datapath") int still_locked_at_the_end(struct xdp_md *ctx);
__program("datapath") int unlocked_without_a_lock(struct xdp_md *ctx);
__program("datapath") int suspended_with_a_lock(struct xdp_md *ctx);
__program("queue") int stash(struct coroutine *handle, u64 argument);

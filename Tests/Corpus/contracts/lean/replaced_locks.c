// Programs that stand for functions with locks: what the caller expects to be held, must be.
#include "lean_program.h"

u64 looks;

SEC("replace/socket_lock") void does_not_lock(struct socket *sk) {
  looks++;
}  // refused: socket::lock is not held at the end, and socket_lock leaves it so

SEC("replace/socket_unlock") void does_not_unlock(struct socket *sk) {
  looks++;
}  // refused: socket::lock is still held, and socket_unlock does not leave it so

SEC("replace/queue_to_socket") void dropped_instead(struct socket *sk, struct xdp_md *ctx) {
  bpf_packet_drop(ctx);  // refused: xdp_md<Received> is in no final state
}

SEC("replace/queue_to_socket") void kept(struct socket *sk, struct xdp_md *ctx) {
  looks++;
}  // refused: xdp_md<'a> is still owned

#include "steps.h"

// A socket's octets, where they lie.

/// The same, with the socket locked.
#define LOCKED(ctx) \
  BOUND(ctx)        \
  socket_lock(sk);

/// What comes behind it.
#define UNLOCKED(result) \
  socket_unlock(sk);     \
  socket_put(sk);        \
  return result;

__program("datapath") int data_without_a_lock(struct xdp_md *ctx) {
  BOUND(ctx)
  const u8 *data = socket_data(sk, 0, 8);  // refused: 's::lock must be held
  socket_put(sk);
  return data ? XDP_DROP : XDP_PASS;
}

__program("datapath") int data_not_compared_with_null(struct xdp_md *ctx) {
  LOCKED(ctx)
  volatile const u8 *data = socket_data(sk, 0, 8);
  u8 first = data[0];  // refused: invalid mem access 'rdonly_mem_or_null'
  UNLOCKED(first ? XDP_DROP : XDP_PASS)
}

__program("datapath") int looked_beyond_the_data(struct xdp_md *ctx) {
  LOCKED(ctx)
  volatile const u8 *data = socket_data(sk, 0, 8);
  u8 last = data ? data[8] : 0;  // refused: invalid access to memory
  UNLOCKED(last ? XDP_DROP : XDP_PASS)
}

__program("datapath") int as_much_as_the_peer_says(struct xdp_md *ctx) {
  LOCKED(ctx)
  const u8 *data = socket_data(sk, 0, 8);
  if (data) data = socket_data(sk, 0, data[0] | 8);  // refused: R3 is not a known constant
  UNLOCKED(data ? XDP_DROP : XDP_PASS)
}

__program("datapath") int data_written(struct xdp_md *ctx) {
  LOCKED(ctx)
  volatile u8 *data = (volatile u8 *)socket_data(sk, 0, 8);
  if (data) data[0] = 1;  // refused: cannot write into rdonly_mem
  UNLOCKED(XDP_DROP)
}

__program("datapath") int data_read_into(struct xdp_md *ctx) {
  LOCKED(ctx)
  const void *data = socket_data(sk, 0, 8);
  if (data) socket_peek(sk, 8, (void *)data, 8);  // refused: cannot write into rdonly_mem
  UNLOCKED(XDP_DROP)
}

// What ends the loan.

__program("datapath") int data_used_when_it_is_unlocked(struct xdp_md *ctx) {
  LOCKED(ctx)
  volatile const u8 *data = socket_data(sk, 0, 8);
  socket_unlock(sk);
  u8 first = data ? data[0] : 0;  // refused: invalid mem access 'scalar'
  socket_put(sk);
  return first ? XDP_DROP : XDP_PASS;
}

__program("datapath") int data_used_when_it_is_locked_again(struct xdp_md *ctx) {
  LOCKED(ctx)
  volatile const u8 *data = socket_data(sk, 0, 8);
  socket_unlock(sk);
  socket_lock(sk);
  u8 first = data ? data[0] : 0;  // refused: invalid mem access 'scalar'
  UNLOCKED(first ? XDP_DROP : XDP_PASS)
}

__program("datapath") int data_used_when_it_is_consumed(struct xdp_md *ctx) {
  LOCKED(ctx)
  volatile const u8 *data = socket_data(sk, 0, 8);
  u8 first = 0;
  if (data) {
    socket_consume(sk, 8);
    first = data[0];  // refused: invalid mem access 'scalar'
  }
  UNLOCKED(first ? XDP_DROP : XDP_PASS)
}

__program("datapath") int data_used_when_other_octets_are_read(struct xdp_md *ctx) {
  char octets[4];
  LOCKED(ctx)
  volatile const u8 *data = socket_data(sk, 4, 8);
  u8 first = 0;
  if (data) {
    socket_read(sk, octets, sizeof octets);
    first = data[0];  // refused: invalid mem access 'scalar'
  }
  UNLOCKED(first ? XDP_DROP : XDP_PASS)
}

__program("datapath") int data_used_when_a_service_has_it(struct xdp_md *ctx) {
  LOCKED(ctx)
  volatile const u8 *data = socket_data(sk, 0, 8);
  u8 first = 0;
  if (data) {
    socket_serve(sk);
    first = data[0];  // refused: invalid mem access 'scalar'
  }
  UNLOCKED(first ? XDP_DROP : XDP_PASS)
}

__program("datapath") int data_sent_when_it_is_consumed(struct xdp_md *ctx) {
  LOCKED(ctx)
  const void *data = socket_data(sk, 0, 8);
  if (data) {
    socket_consume(sk, 8);
    socket_write(sk, data, 8);  // refused: R2 type=scalar
  }
  UNLOCKED(XDP_DROP)
}

/// Of two parts, both end.
__program("datapath") int the_rest_used_when_the_head_is_consumed(struct xdp_md *ctx) {
  LOCKED(ctx)
  volatile const u8 *head = socket_data(sk, 0, 4);
  volatile const u8 *rest = socket_data(sk, 4, 4);
  u8 first = 0;
  if (head && rest) {
    socket_consume(sk, head[0] & 3);
    first = rest[0];  // refused: invalid mem access 'scalar'
  }
  UNLOCKED(first ? XDP_DROP : XDP_PASS)
}

__program("datapath") int data_used_in_the_next_round(struct xdp_md *ctx) {
  LOCKED(ctx)
  volatile const u8 *data = socket_data(sk, 0, 8);
  u32 sum = 0;
  if (data) {
    for (int round = 0; round < 4; round++) {
      sum += data[0];  // refused: invalid mem access 'scalar'
      if (sum & 1) socket_consume(sk, 1);
    }
  }
  UNLOCKED(sum ? XDP_DROP : XDP_PASS)
}

static NOINLINE void consume_one(struct socket *sk) { socket_consume(sk, 1); }

__program("datapath") int data_used_when_a_function_has_consumed_it(struct xdp_md *ctx) {
  LOCKED(ctx)
  volatile const u8 *data = socket_data(sk, 0, 8);
  u8 first = 0;
  if (data) {
    consume_one(sk);
    first = data[0];  // refused: invalid mem access 'scalar'
  }
  UNLOCKED(first ? XDP_DROP : XDP_PASS)
}

struct callers {
  struct socket *sk;
};

static long consumes(u32 round, struct callers *callers) {
  socket_consume(callers->sk, 1);
  return 0;
}

__program("datapath") int data_used_when_a_callback_has_consumed_it(struct xdp_md *ctx) {
  struct callers callers;
  LOCKED(ctx)
  callers.sk = sk;
  volatile const u8 *data = socket_data(sk, 0, 8);
  u8 first = 0;
  if (data) {
    bpf_loop(4, consumes, &callers, 0);
    first = data[0];  // refused: invalid mem access 'scalar'
  }
  UNLOCKED(first ? XDP_DROP : XDP_PASS)
}

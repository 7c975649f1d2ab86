#include "machines.h"

__program("datapath") int in_order(struct xdp_md *ctx) {
  if (ip_rcv(ctx, 0) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_DROP;
  struct table *table = sockets();
  table_lock(table);
  socket_lock(sk);
  tcp_rcv(ctx, 0);
  socket_unlock(sk);
  table_unlock(table);
  return XDP_DROP;
}

__program("datapath") int unlocked_in_another_order(struct xdp_md *ctx) {
  if (ip_rcv(ctx, 0) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_DROP;
  struct table *table = sockets();
  table_lock(table);
  socket_lock(sk);
  table_unlock(table);
  tcp_rcv(ctx, 0);
  socket_unlock(sk);
  return XDP_DROP;
}

__program("datapath") int against_the_order(struct xdp_md *ctx) {
  if (ip_rcv(ctx, 0) < 0) return XDP_DROP;
  struct socket *sk = sk_lookup(ctx);
  if (!sk) return XDP_DROP;
  struct table *table = sockets();
  socket_lock(sk);
  table_lock(table);  // refused: table::lock can't be taken while socket::lock is held
  table_unlock(table);
  socket_unlock(sk);
  return XDP_DROP;
}

__program("datapath") int waits_with_the_lock(struct xdp_md *ctx) {
  struct table *table = sockets();
  table_lock(table);
  table_wait(table);  // refused: 't::lock may not be held
  table_unlock(table);
  return XDP_DROP;
}

__program("datapath") int waits_without_the_lock(struct xdp_md *ctx) {
  struct table *table = sockets();
  table_wait(table);
  return XDP_DROP;
}

__program("datapath") int unlocks_another_table(struct xdp_md *ctx) {
  struct table *table = sockets();
  struct table *other = sockets();
  table_lock(table);
  table_unlock(other);  // refused: table_unlock of different lock
  return XDP_DROP;
}

__program("datapath") int read_then_answered(struct xdp_md *ctx) {
  struct request *request = request_next();
  if (!request) return XDP_DROP;
  request_read(request);
  request_log(request);
  request_answer(request);
  request_log(request);
  request_put(request);
  return XDP_DROP;
}

__program("datapath") int answered_then_read(struct xdp_md *ctx) {
  struct request *request = request_next();
  if (!request) return XDP_DROP;
  request_answer(request);
  request_read(request);
  request_log(request);
  request_put(request);
  return XDP_DROP;
}

__program("datapath") int logged_unread(struct xdp_md *ctx) {
  struct request *request = request_next();
  if (!request) return XDP_DROP;
  request_answer(request);
  request_log(request);  // refused: R1 is request<Unread,Answered>, and request_log needs request<Read>
  request_put(request);
  return XDP_DROP;
}

__program("datapath") int answered_twice(struct xdp_md *ctx) {
  struct request *request = request_next();
  if (!request) return XDP_DROP;
  request_answer(request);
  request_answer(request);  // refused: R1 is request<Unread,Answered>, and request_answer needs request<Unanswered>
  request_put(request);
  return XDP_DROP;
}

__program("datapath") int put_unanswered(struct xdp_md *ctx) {
  struct request *request = request_next();
  if (!request) return XDP_DROP;
  request_read(request);
  request_put(request);  // refused: request<Read,Unanswered> is in no final state
  return XDP_DROP;
}

__program("datapath") int read_when_it_is_there(struct xdp_md *ctx) {
  struct request *r = request_next();
  if (!r) return XDP_DROP;
  request_read(r);
  u32 length = r->length;
  r->answer = length;
  request_answer(r);
  request_put(r);
  return length ? XDP_DROP : XDP_PASS;
}

__program("datapath") int read_before_it_is_there(struct xdp_md *ctx) {
  struct request *r = request_next();
  if (!r) return XDP_DROP;
  u32 length = r->length;  // refused: request::length is read in the state Read only
  request_answer(r);
  request_put(r);
  return length ? XDP_DROP : XDP_PASS;
}

__program("datapath") int written_when_it_was_sent(struct xdp_md *ctx) {
  struct request *r = request_next();
  if (!r) return XDP_DROP;
  request_answer(r);
  r->answer = 7;  // refused: request::answer is written in the state Unanswered only
  request_put(r);
  return XDP_DROP;
}

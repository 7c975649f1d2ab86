/// Types with several state machines, locks in an order, and borrowed objects: the notation as the design has it.
#pragma once

#include "baton.h"

struct iphdr;

struct socket {
  u64 lock __opaque;
};
struct table {
  u64 lock __opaque;
};

__states(xdp_md, Raw, PostIP, Bound)
__contract("(xdp_md<Raw,'a>, ...) -> xdp_md<PostIP,'a> on 0 | xdp_md<Raw,'a> on <0")
int ip_rcv(struct xdp_md *ctx, struct iphdr *iph);

__contract("(xdp_md<PostIP,'a>) -> socket<'a>?, xdp_md<Bound,'a> on !null")
struct socket *sk_lookup(struct xdp_md *ctx);

__contract("(xdp_md<Bound,'a>, ...)") __requires_lock("socket<'a>::lock")
int tcp_rcv(struct xdp_md *ctx, void *th);

__contract("(socket<'a>)") __acquires_lock("socket<'a>::lock") __lock_order("table::lock, socket::lock")
void socket_lock(struct socket *sk);
__contract("(socket<'a>)") __releases_lock("socket<'a>::lock") void socket_unlock(struct socket *sk);

__contract("() -> table<'t>") struct table *sockets(void);
__contract("(table<'t>)") __acquires_lock("'t::lock") void table_lock(struct table *t);
__contract("(table<'t>)") __releases_lock("'t::lock") void table_unlock(struct table *t);
__contract("(table<'t>)") __excludes_lock("'t::lock") void table_wait(struct table *t);

/// A request is read and answered, each once, in whatever order its two machines allow.
struct __destructor("request_put") __states("input: Unread, Read; output: Unanswered, Answered")
    __final("Answered") request {
  u32 length __readable_in("Read");
  u32 answer __writable("datapath") __writable_in("Unanswered");
};

__contract("() -> own request<'r>?") struct request *request_next(void);
__contract("(own request<'r>) -> consumed 'r") void request_put(struct request *r);
__contract("(request<Unread,'r>) -> request<Read,'r>") void request_read(struct request *r);
__contract("(request<Unanswered,'r>) -> request<Answered,'r>") void request_answer(struct request *r);
__contract("(request<Read,Unanswered|Answered,'r>)") void request_log(struct request *r);

/// A program that gives out requests, and keeps none.
__role("supply") __contract("(table<'t>) -> own request<Unread,'r>?")
struct request *supply(struct table *t);

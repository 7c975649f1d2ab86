/// What scheduling policies share: requests that say how long they take, and the data path that serves them.
///
/// A policy is a queue program, `line_up`, which gets each request, and a worker program, `work`, which says who runs next.
#pragma once

#include "baton.h"
#include "packet.h"

/// What lies behind the headers of a request and of its answer: numbers in the order of the machine, and times in
/// nanoseconds of the clock that the server and its client have in common.
struct request {
  /// When it was to arrive, by its client's plan.
  u64 arrival;
  /// How long it takes to serve.
  u64 service;
  u32 class_number;
  u32 sequence;
  /// When the server has begun and ended to serve it: the answer's.
  u64 begun;
  u64 ended;
};

/// A request as it lies in its packet: UDP without a checksum.
struct request_frame {
  struct ethhdr ethernet;
  struct iphdr ip;
  struct udphdr udp;
  /// So that the numbers are aligned.
  u8 padding[6];
  struct request request;
};

/// How many classes there are, of which the request names one; how many requests wait at most; how many workers policies
/// tell apart.
enum { CLASS_COUNT = 4, WAITING_MAX = 16384, WORKER_MAX = 64 };
/// How long a piece of work takes, in nanoseconds.
enum { PIECE_NANOSECONDS = 1000 };

/// Waits to be served, is served, and answers.
__program("datapath") __preemptible int synthetic(struct xdp_md *ctx);
/// Keeps a request until it is served.
__program("queue") int line_up(struct coroutine *handle, u64 argument);
/// Keeps one whose turn is over, or refuses.
__program("queue") int on_preempt(struct coroutine *handle, u64 reason);
/// Says who is served next.
__program("worker") int work(struct worker_ctx *ctx);

/// The request in a packet; null where it is none.
static inline struct request_frame *request_in(struct xdp_md *ctx) {
  struct request_frame *frame = (void *)(long)ctx->data;
  if ((void *)(frame + 1) > (void *)(long)ctx->data_end) return 0;
  if (frame->ethernet.h_proto != bpf_htons(ETH_P_IP)) return 0;
  if (frame->ip.version_ihl != 0x45 || frame->ip.protocol != IPPROTO_UDP) return 0;
  return frame->request.class_number < CLASS_COUNT ? frame : 0;
}

static long take_piece(u64 index, void *context) {
  bpf_spin(PIECE_NANOSECONDS);
  return 0;
}

/// Takes that many nanoseconds, a piece at a time: for eight seconds at most.
static inline void take_time(u64 nanoseconds) {
  bpf_loop(nanoseconds / PIECE_NANOSECONDS, take_piece, 0, 0);
  bpf_spin(nanoseconds % PIECE_NANOSECONDS);
}

static inline void swap_octets(u8 *left, u8 *right, int count) {
  for (int index = 0; index < count; index++) {
    u8 octet = left[index];
    left[index] = right[index];
    right[index] = octet;
  }
}

/// Turns the datagram round. Exchanged addresses leave the header's checksum as it was.
static inline void turn_round(struct request_frame *frame) {
  swap_octets(frame->ethernet.h_dest, frame->ethernet.h_source, ETH_ALEN);
  u32 address = frame->ip.saddr;
  frame->ip.saddr = frame->ip.daddr;
  frame->ip.daddr = address;
  u16 port = frame->udp.source;
  frame->udp.source = frame->udp.dest;
  frame->udp.dest = port;
}

/// Serves the request, and answers: an XDP action.
static inline int serve(struct request_frame *frame) {
  frame->request.begun = bpf_ktime_get_ns();
  take_time(frame->request.service);
  frame->request.ended = bpf_ktime_get_ns();
  turn_round(frame);
  return XDP_TX;
}

/// Waits in line, with what the queue program is to be told, is served, and answers: an XDP action.
static inline int serve_in_turn(struct request_frame *frame, u64 argument) {
  if (co_await(line_up, argument) < 0) return XDP_DROP;
  return serve(frame);
}

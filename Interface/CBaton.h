/// What Swift imports as `CBaton`: the interface, its memory layouts and the current execution.
#pragma once

// The C library has structures of these names, and Swift takes what has one name for one type.
#define iphdr baton_iphdr
#define tcphdr baton_tcphdr
#define udphdr baton_udphdr
#define icmphdr baton_icmphdr
#define arphdr baton_arphdr
#define ethhdr baton_ethhdr
#include "interface.h"
#undef iphdr
#undef tcphdr
#undef udphdr
#undef icmphdr
#undef arphdr
#undef ethhdr

/// The execution of the calling thread, or null outside programs. It is the one way in which an
/// exported function, whose signature is the program's, reaches the world.
extern _Thread_local struct baton_execution *baton_thread_execution;

static inline struct baton_execution *baton_current_execution(void) {
  return baton_thread_execution;
}

static inline void baton_set_current_execution(struct baton_execution *execution) {
  baton_thread_execution = execution;
}

/// How far a virtual worker has come, in picoseconds.
static inline u64 baton_elapsed(const struct baton_time *time) {
  return time->end - (u64)time->left * time->rate + time->charge;
}

/// As many steps as what was charged stands for: they are used up. The rest of less than a step stays charged.
static inline s64 baton_take_charge(struct baton_time *time) {
  u64 steps = time->charge / time->rate;
  time->charge -= steps * time->rate;
  time->left -= (s64)steps;
  return (s64)steps;
}

/// Has the cache line at an address come nearer.
static inline void baton_prefetch(const void *address) { __builtin_prefetch(address); }

// What other threads look at while a worker goes on: they may see what was, and never half of it.

static inline struct baton_frame *baton_observed_current(const struct baton_execution *execution) {
  return __atomic_load_n(&execution->current, __ATOMIC_RELAXED);
}

static inline void baton_set_current(struct baton_execution *execution, struct baton_frame *frame) {
  __atomic_store_n(&execution->current, frame, __ATOMIC_RELAXED);
}

static inline u32 baton_observed_last_call(const struct baton_execution *execution) {
  return __atomic_load_n(&execution->last_call, __ATOMIC_RELAXED);
}

static inline u64 baton_observed_runs(const struct baton_execution *execution) {
  return __atomic_load_n(&execution->runs, __ATOMIC_RELAXED);
}

static inline void baton_count_run(struct baton_execution *execution) {
  __atomic_store_n(&execution->runs, execution->runs + 1, __ATOMIC_RELAXED);
}

/// A handle is the first member of its frame, or of what stands for that.
static inline struct baton_frame *baton_frame_of(struct coroutine *handle) {
  return (struct baton_frame *)handle;
}

static inline struct coroutine *baton_handle_of(struct baton_frame *frame) {
  return &frame->handle;
}

/// Counts that a coroutine goes on which has waited for so long, if it has.
static inline void baton_count_wait(struct baton_waits *waits, u64 nanoseconds) {
  if (nanoseconds == 0) return;
  waits->nanoseconds += nanoseconds;
  waits->counts[63 - __builtin_clzll(nanoseconds)]++;
}

/// Takes the coroutine of a ticket that has waited so far; 0 where somebody else has.
static inline int baton_take(struct baton_ticket *ticket, u64 state) {
  u64 expected = BATON_WAITS;
  return __atomic_compare_exchange_n(&ticket->state, &expected, state, 0, __ATOMIC_ACQ_REL,
                                     __ATOMIC_ACQUIRE);
}

static inline u64 baton_observed_state(const struct baton_ticket *ticket) {
  return __atomic_load_n(&ticket->state, __ATOMIC_ACQUIRE);
}

// `children` of a frame: its coroutine's generation in the upper half, how many children have not ended, and 1 where it
// waits for that.

static inline u64 baton_childless(u32 generation) { return (u64)generation << 32; }

static inline void baton_set_childless(struct baton_frame *frame) {
  __atomic_store_n(&frame->children, baton_childless(frame->handle.generation), __ATOMIC_RELAXED);
}

/// One more child.
static inline void baton_adopt(struct baton_frame *frame) {
  __atomic_fetch_add(&frame->children, 2, __ATOMIC_RELAXED);
}

/// The coroutine, whose frame is complete, waits for its children; 0 where all have ended.
static inline int baton_wait_for_children(struct baton_frame *frame) {
  u64 children = __atomic_load_n(&frame->children, __ATOMIC_ACQUIRE);
  do {
    if ((u32)children == 0) return 0;
  } while (!__atomic_compare_exchange_n(&frame->children, &children, children | 1, 0,
                                        __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE));
  return 1;
}

/// A child of the coroutine of that generation has ended: 1 where that was the last one, and has been waited for, so that
/// the coroutine is the caller's. One that has ended meanwhile is not concerned.
static inline int baton_leave(struct baton_frame *frame, u32 generation) {
  u64 children = __atomic_load_n(&frame->children, __ATOMIC_ACQUIRE);
  u64 left;
  do {
    if (children >> 32 != generation || (u32)children < 2) return 0;
    left = children - 2;
    if ((u32)left == 1) left -= 1;
  } while (!__atomic_compare_exchange_n(&frame->children, &children, left, 0, __ATOMIC_ACQ_REL,
                                        __ATOMIC_ACQUIRE));
  return (u32)children == 3;
}

/// The coroutine has ended: its children are nobody's.
static inline void baton_disown(struct baton_frame *frame) {
  __atomic_store_n(&frame->children, 0, __ATOMIC_RELEASE);
}

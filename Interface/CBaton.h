/// What Swift imports as `CBaton`: the interface, its memory layouts and the current execution.
#pragma once

#include "layout.h"

/// The execution of the calling thread, or null outside programs. It is the one way in which an
/// exported function, whose signature is the program's, reaches the world.
extern _Thread_local struct baton_execution *baton_thread_execution;

static inline struct baton_execution *baton_current_execution(void) {
  return baton_thread_execution;
}

static inline void baton_set_current_execution(struct baton_execution *execution) {
  baton_thread_execution = execution;
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

static inline u64 baton_observed_runs(const struct baton_frame *frame) {
  return __atomic_load_n(&frame->runs, __ATOMIC_RELAXED);
}

static inline void baton_count_run(struct baton_frame *frame) {
  __atomic_store_n(&frame->runs, frame->runs + 1, __ATOMIC_RELAXED);
}

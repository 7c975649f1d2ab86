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

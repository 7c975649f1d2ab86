/// One line of requests for all workers, at whose end they wait.
#pragma once

#include "idle.h"

BATON_HANDLES(waiting, WAITING_MAX);

/// Puts the request behind all others, and wakes somebody for it.
static inline int put_last(struct coroutine *handle) {
  int status = bpf_handles_push(&waiting, handle);
  if (status == 0) wake_idle();
  return status;
}

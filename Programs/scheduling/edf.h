/// The earliest deadline first: each class is to be answered within a time of its own after it has arrived.
#pragma once

#include "order.h"

/// In nanoseconds, by class.
BATON_VARIABLE(u64, allowed[CLASS_COUNT], {100000, 1000000, 10000000, 100000000});

/// When the request is to be answered.
static inline u64 deadline_of(const struct request *request) {
  return request->arrival + allowed[request->class_number % CLASS_COUNT];
}

#include "machines.h"

__program("supply") struct request *gives_one(struct table *t) { return request_next(); }

__program("supply") struct request *gives_none(struct table *t) { return 0; }

__program("supply") struct request *gives_the_second(struct table *t) {
  struct request *first = request_next();
  if (!first) return 0;
  struct request *second = request_next();
  if (!second) return first;
  request_answer(first);
  request_put(first);
  return second;
}

__program("supply") struct request *keeps_one(struct table *t) {
  struct request *first = request_next();
  struct request *second = request_next();
  return second ? second : first;  // refused: Unreleased reference id=1
}

__program("supply") struct request *gives_what_was_put(struct table *t) {
  struct request *request = request_next();
  if (!request) return 0;
  request_answer(request);
  request_put(request);
  return request;
}  // refused: At program exit the register R0 is scalar

__program("supply") struct request *gives_the_table(struct table *t) {
  return (struct request *)t;  // refused: At program exit the register R0 is ptr_table
}

__program("supply") struct request *gives_one_that_is_read(struct table *t) {
  struct request *request = request_next();
  if (request) request_read(request);
  return request;  // refused: Unreleased reference id=1
}

#include "corpus.h"

SEC("queue") int case_program(struct coroutine *handle, u64 argument) {
  handle->user[0] += argument;
  handle->user[1] = bpf_co_packet(handle) ^ bpf_co_expired(handle);
  bpf_local_push(handle);
  return 0;
}

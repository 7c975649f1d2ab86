#include "corpus.h"

SEC("worker") __preemptible int case_program(struct worker_ctx *ctx) {
  return 0;  // refused: a worker program can't be preemptible
}

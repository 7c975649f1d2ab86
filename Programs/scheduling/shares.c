/// Classes have shares of a worker's time: weighted round robin by what they have had of it. The first class goes before all
/// others, for requests that can't wait; so that these find the worker soon, turns of others end after a quantum.
#include "synthetic.h"

/// In nanoseconds.
volatile u64 quantum = 5000;
/// The weights of the other classes.
volatile u32 weight_1 = 9;
volatile u32 weight_2 = 1;
volatile u32 weight_3 = 1;

struct class_line {
  struct bpf_spin_lock lock;
  struct bpf_list_head head __contains(coroutine, node);
  u32 length;
  /// What the class has had, in nanoseconds by weight.
  u64 had;
};

BATON_MAP(classes, ARRAY, u32, struct class_line, CLASS_COUNT);

enum { URGENT = 0, NOBODY = CLASS_COUNT };

static struct class_line *line_of(u64 class_number) {
  u32 key = class_number;
  return bpf_map_lookup_elem(&classes, &key);
}

static u32 weight_of(u32 class_number) {
  u32 weight = class_number == 1 ? weight_1 : class_number == 2 ? weight_2 : weight_3;
  return weight ? weight : 1;
}

/// The least that a class that waits has had.
static u64 least(void) {
  u64 least = -1ull;
  for (u32 number = 1; number < CLASS_COUNT; number++) {
    struct class_line *line = line_of(number);
    if (line && line->length > 0 && line->had < least) least = line->had;
  }
  return least == -1ull ? 0 : least;
}

int line_up(struct coroutine *handle, u64 class_number) {
  struct class_line *line = line_of(class_number);
  if (!line) return -1;
  handle->user[0] = class_number;
  // A class that had nothing to do has not saved up what it did not want.
  u64 floor = line->length == 0 ? least() : 0;
  bpf_spin_lock(&line->lock);
  if (line->had < floor) line->had = floor;
  bpf_list_push_back(&line->head, &handle->node);
  line->length++;
  bpf_spin_unlock(&line->lock);
  return 0;
}

/// It goes on when its class is served again.
int on_preempt(struct coroutine *handle, u64 reason) {
  struct class_line *line = line_of(handle->user[0]);
  if (!line) return -1;
  bpf_spin_lock(&line->lock);
  bpf_list_push_front(&line->head, &handle->node);
  line->length++;
  bpf_spin_unlock(&line->lock);
  return 0;
}

static struct coroutine *take(struct class_line *line) {
  bpf_spin_lock(&line->lock);
  struct bpf_list_node *node = bpf_list_pop_front(&line->head);
  if (node) line->length--;
  bpf_spin_unlock(&line->lock);
  return node ? container_of(node, struct coroutine, node) : 0;
}

/// The class whose turn it is: `NOBODY` where none waits.
static u32 choose(void) {
  struct class_line *urgent = line_of(URGENT);
  if (urgent && urgent->length > 0) return URGENT;
  u32 best = NOBODY;
  u64 least = -1ull;
  for (u32 number = 1; number < CLASS_COUNT; number++) {
    struct class_line *line = line_of(number);
    if (!line || line->length == 0 || line->had >= least) continue;
    least = line->had;
    best = number;
  }
  return best;
}

int work(struct worker_ctx *ctx) {
  u32 number = choose();
  struct class_line *line = number < NOBODY ? line_of(number) : 0;
  struct coroutine *handle = line ? take(line) : 0;
  if (!handle) return -1;
  bpf_set_quantum(number == URGENT ? 0 : quantum);
  u64 begin = bpf_ktime_get_ns();
  bpf_co_resume(handle);
  if (number != URGENT) line->had += (bpf_ktime_get_ns() - begin) / weight_of(number);
  return 1;
}

int synthetic(struct xdp_md *ctx) {
  struct request_frame *frame = request_in(ctx);
  return frame ? serve_in_turn(frame, frame->request.class_number) : XDP_PASS;
}

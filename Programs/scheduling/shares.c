/// Classes have shares of a worker's time: see shares.h.
#include "shares.h"

enum { NOBODY = CLASS_COUNT };

static struct class_line *line_of(u64 class_number) {
  u32 key = class_number;
  return bpf_map_lookup_elem(&classes, &key);
}

static struct ledger *the_ledger(void) {
  u32 key = 0;
  return bpf_map_lookup_elem(&ledgers, &key);
}

static u32 weight_of(u32 class_number) {
  u32 weight = class_number == 1 ? weight_1 : class_number == 2 ? weight_2 : weight_3;
  return weight ? weight : 1;
}

/// Never all of the time, or the urgent class would have none.
static u32 least_share_of_others(void) { return least_share < WHOLE ? least_share : WHOLE - 1; }

int line_up(struct coroutine *handle, u64 class_number) {
  struct class_line *line = line_of(class_number);
  struct ledger *ledger = the_ledger();
  if (!line || !ledger) return -1;
  handle->user[0] = class_number;
  u64 level = ledger->level;
  bpf_spin_lock(&line->lock);
  // A class that had nothing to do has not saved up what it did not want.
  if (line->length == 0 && line->had < level) line->had = level;
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

/// Of the other classes, the one that waits and has had least: `NOBODY` where none waits.
static u32 neediest(void) {
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

/// The class whose turn it is, of those that wait.
static u32 choose(struct ledger *ledger, u32 other) {
  struct class_line *urgent = line_of(URGENT);
  if (!urgent || urgent->length == 0) return other;
  return other != NOBODY && ledger->debt >= (s64)quantum ? other : URGENT;
}

/// The urgent class has had the worker for that time while others waited.
static void borrow(struct ledger *ledger, u64 elapsed) {
  u32 share = least_share_of_others();
  bpf_spin_lock(&ledger->lock);
  ledger->debt += elapsed * share / (WHOLE - share);
  bpf_spin_unlock(&ledger->lock);
}

/// Another class has.
static void give_back(struct ledger *ledger, struct class_line *line, u32 number, u64 elapsed) {
  bpf_spin_lock(&line->lock);
  line->had += elapsed / weight_of(number);
  bpf_spin_unlock(&line->lock);
  bpf_spin_lock(&ledger->lock);
  ledger->debt -= elapsed;
  if (ledger->debt < -(s64)quantum) ledger->debt = -(s64)quantum;
  bpf_spin_unlock(&ledger->lock);
}

/// How long the turn may be: of the urgent class, until others are to have theirs, as some may come meanwhile.
static u64 turn_of(u32 number) {
  if (number != URGENT) return quantum;
  u32 share = least_share_of_others();
  return share == 0 ? 0 : quantum * (WHOLE - share) / share;
}

int work(struct worker_ctx *ctx) {
  struct ledger *ledger = the_ledger();
  if (!ledger) return -1;
  u32 number = choose(ledger, neediest());
  struct class_line *line = number < NOBODY ? line_of(number) : 0;
  struct coroutine *handle = line ? take(line) : 0;
  if (!handle) return -1;
  if (number != URGENT) ledger->level = line->had;
  bpf_set_quantum(turn_of(number));
  u64 begin = bpf_ktime_get_ns();
  bpf_co_resume(handle);
  u64 elapsed = bpf_ktime_get_ns() - begin;
  if (number != URGENT)
    give_back(ledger, line, number, elapsed);
  else if (neediest() != NOBODY)
    borrow(ledger, elapsed);
  return 1;
}

int synthetic(struct xdp_md *ctx) {
  struct request_frame *frame = request_in(ctx);
  return frame ? serve_in_turn(frame, frame->request.class_number) : XDP_PASS;
}

/// What every program of the fuzzer lives with: queue programs that put coroutines into each kind of place, worker
/// programs that take them out and decide what becomes of them, and what is noted of each packet. The data path itself
/// is made by the fuzzer, and linked behind this.
#include "baton.h"

enum { PACKET_COUNT = 64, NUMBER_COUNT = 16, NOTE_COUNT = 61, WORKER_COUNT = 4, LIST_COUNT = 3 };
enum { PLACE_COUNT = 4, BATCH_COUNT = 4 };
/// What queue programs return that do not keep a handle: by choice, as its ring is full, or as there is no place.
enum { REFUSED = -11, UNABLE = -1 };
/// Lists: of those that wait, of those that may be a guest of another coroutine, and of those that are to be destroyed.
enum { WAITING = 0, GUESTS = 1, DOOMED = 2 };

/// What one packet's coroutine has done so far.
struct record {
  /// How often it noted something.
  u64 count;
  /// How often it began to wait by itself.
  u64 waits;
  /// How often it came to an end.
  u64 ends;
  u64 notes[NOTE_COUNT];
};
BATON_MAP(records, ARRAY, u32, struct record, PACKET_COUNT);

/// Numbers that data paths compute with.
BATON_MAP(numbers, ARRAY, u32, u64, NUMBER_COUNT);

/// What the fuzzer asks for. Rates are out of 256.
struct wishes {
  u64 refused;
  u64 destroyed_by_queue;
  u64 destroyed;
  u64 moved;
  u64 preempted;
  /// How often queue programs throw before they have kept the handle, and after that; and workers, with a handle in hand.
  u64 thrown;
  /// For `bpf_set_quantum`.
  u64 quantum;
  /// The suspension, counted from 0, whose coroutine is destroyed; none where it is all ones.
  u64 victim;
  /// Whether a worker destroys the victim, and not the queue program.
  u64 is_victim_kept;
  u64 worker_count;
};
BATON_MAP(wished, ARRAY, u32, struct wishes, 1);

struct tally {
  u64 suspended;
  u64 refused;
  u64 destroyed;
  u64 moved;
  u64 guests;
  /// How often queue and worker programs threw.
  u64 throws;
  /// Handles that say something else than where their coroutine is.
  u64 stale;
  /// Results of `co_await` that are none.
  u64 odd;
  /// Mistakes that data paths make on purpose.
  u64 wrong;
};
BATON_MAP(tallies, ARRAY, u32, struct tally, 1);

struct line {
  struct bpf_spin_lock lock;
  struct bpf_list_head list __contains(coroutine, node);
};
BATON_MAP(lines, ARRAY, u32, struct line, LIST_COUNT);

struct order {
  struct bpf_spin_lock lock;
  struct bpf_rb_root tree __contains(coroutine, order);
};
BATON_MAP(orders, ARRAY, u32, struct order, 1);

struct place {
  struct coroutine __kptr *handle;
};
BATON_MAP(places, ARRAY, u32, struct place, PLACE_COUNT);

struct lane {
  struct bpf_spsc_ring ring;
};
/// By the worker that pushes.
BATON_MAP(lanes, ARRAY, u32, struct lane, WORKER_COUNT);

struct inbox {
  struct bpf_mpsc_ring ring;
};
/// By the worker that pops.
BATON_MAP(inboxes, ARRAY, u32, struct inbox, WORKER_COUNT);

#define COUNT(field)                                            \
  do {                                                          \
    u32 zero = 0;                                               \
    struct tally *tally = bpf_map_lookup_elem(&tallies, &zero); \
    if (tally) __sync_fetch_and_add(&tally->field, 1);          \
  } while (0)

static inline __attribute__((always_inline)) struct wishes *find_wishes(void) {
  u32 zero = 0;
  return bpf_map_lookup_elem(&wished, &zero);
}

static inline __attribute__((always_inline)) int happens(u64 rate) { return (bpf_get_prandom_u32() & 255) < rate; }

// Where coroutines wait. Each answers whether the handle was kept.

static inline __attribute__((always_inline)) int put_in_line(struct coroutine *handle, u32 key) {
  struct line *line = bpf_map_lookup_elem(&lines, &key);
  if (!line) return -1;
  u32 is_first = bpf_get_prandom_u32() & 1;
  bpf_spin_lock(&line->lock);
  if (is_first)
    bpf_list_push_front(&line->list, &handle->node);
  else
    bpf_list_push_back(&line->list, &handle->node);
  bpf_spin_unlock(&line->lock);
  return 0;
}

static int is_earlier(struct bpf_rb_node *node, const struct bpf_rb_node *other) {
  return container_of(node, struct coroutine, order)->argument <
         container_of(other, struct coroutine, order)->argument;
}

static inline __attribute__((always_inline)) int put_in_order(struct coroutine *handle) {
  u32 key = 0;
  struct order *order = bpf_map_lookup_elem(&orders, &key);
  if (!order) return -1;
  bpf_spin_lock(&order->lock);
  bpf_rbtree_add(&order->tree, &handle->order, is_earlier);
  bpf_spin_unlock(&order->lock);
  return 0;
}

static inline __attribute__((always_inline)) int put_in_place(struct coroutine *handle) {
  u32 key = bpf_get_prandom_u32() % PLACE_COUNT;
  struct place *place = bpf_map_lookup_elem(&places, &key);
  if (!place) return -1;
  struct coroutine *displaced = bpf_kptr_xchg(&place->handle, handle);
  // A list has room for everybody.
  if (displaced && put_in_line(displaced, WAITING) < 0) bpf_co_destroy(displaced);
  return 0;
}

static inline __attribute__((always_inline)) int put_in_lane(struct coroutine *handle) {
  u32 key = bpf_get_smp_processor_id();
  struct lane *lane = bpf_map_lookup_elem(&lanes, &key);
  return lane ? bpf_spsc_push(&lane->ring, handle) : -1;
}

static inline __attribute__((always_inline)) int put_in_inbox(struct coroutine *handle) {
  struct wishes *wanted = find_wishes();
  if (!wanted) return -1;
  u32 key = bpf_get_prandom_u32() % (u32)wanted->worker_count;
  struct inbox *inbox = bpf_map_lookup_elem(&inboxes, &key);
  return inbox ? bpf_mpsc_push(&inbox->ring, handle) : -1;
}

enum verdict { KEEP, REFUSE, DESTROY, DOOM, THROW };

/// What a queue program is to do with its handle.
static inline __attribute__((always_inline)) enum verdict verdict(void) {
  u32 zero = 0;
  struct wishes *wanted = find_wishes();
  struct tally *tally = bpf_map_lookup_elem(&tallies, &zero);
  if (!wanted || !tally) return REFUSE;
  u64 number = __sync_fetch_and_add(&tally->suspended, 1);
  if (number == wanted->victim) return wanted->is_victim_kept ? DOOM : DESTROY;
  if (happens(wanted->refused)) return REFUSE;
  if (happens(wanted->thrown)) return THROW;
  return happens(wanted->destroyed_by_queue) ? DESTROY : KEEP;
}

/// Does what the verdict says where the handle is not kept; else keeps it by `put`.
#define QUEUE(name, put)                                          \
  SEC("queue") int name(struct coroutine *handle, u64 argument) { \
    enum verdict decision = verdict();                            \
    if (decision == REFUSE) {                                     \
      COUNT(refused);                                             \
      return REFUSED;                                             \
    }                                                             \
    if (decision == DESTROY) {                                    \
      COUNT(destroyed);                                           \
      bpf_co_destroy(handle);                                     \
      return 0;                                                   \
    }                                                             \
    if (decision == DOOM) return put_in_line(handle, DOOMED);     \
    u32 throws = decision == THROW ? 1 + (bpf_get_prandom_u32() & 1) : 0; \
    if (throws == 1) {                                            \
      COUNT(throws);                                              \
      __bpf_trap();                                               \
    }                                                             \
    int result = put;                                             \
    if (throws && result >= 0) {                                  \
      COUNT(throws);                                              \
      bpf_throw(0);                                               \
    }                                                             \
    /* More to do after the handle is somebody else's. */         \
    bpf_worker_wake(bpf_get_prandom_u32() & 3);                   \
    return result;                                                \
  }

QUEUE(in_line, put_in_line(handle, WAITING))
QUEUE(among_guests, put_in_line(handle, GUESTS))
QUEUE(in_order, put_in_order(handle))
QUEUE(in_place, put_in_place(handle))
QUEUE(in_lane, put_in_lane(handle))
QUEUE(in_inbox, put_in_inbox(handle))
QUEUE(on_worker, (bpf_local_push(handle), 0))
QUEUE(asleep, (bpf_wheel_add(handle, bpf_ktime_get_ns() + (bpf_get_prandom_u32() & 4095)), 0))
QUEUE(on_preempt, bpf_get_prandom_u32() & 1 ? put_in_line(handle, WAITING) : put_in_inbox(handle))

// Who takes them out.

/// Puts a handle where any worker may take it out: a coroutine moves.
static __attribute__((noinline)) int move(struct coroutine *handle) {
  int result = bpf_get_prandom_u32() & 1 ? put_in_line(handle, WAITING) : put_in_order(handle);
  if (result < 0) bpf_co_destroy(handle);
  COUNT(moved);
  return 0;
}

enum { TICKET_SHIFT = 8 };
#define TICKET (1ull << 63)

/// What a coroutine passes to its queue: how far it is.
static __attribute__((noinline, used)) u64 ticket(u32 packet) {
  struct record *record = bpf_map_lookup_elem(&records, &packet);
  return record ? TICKET | record->waits++ << TICKET_SHIFT | packet : 0;
}

/// Whoever waits has not gone on since.
static inline __attribute__((always_inline)) void check(struct coroutine *handle) {
  u64 argument = handle->argument;
  u32 packet = argument & (PACKET_COUNT - 1);
  struct record *record = bpf_map_lookup_elem(&records, &packet);
  if (!record || !(argument & TICKET)) return;
  if ((argument & ~TICKET) >> TICKET_SHIFT != record->waits - 1) COUNT(stale);
}

static inline __attribute__((always_inline)) void go_on(struct coroutine *handle, struct wishes *wanted) {
  check(handle);
  if (happens(wanted->destroyed)) {
    COUNT(destroyed);
    bpf_co_destroy(handle);
  } else if (happens(wanted->moved)) {
    move(handle);
  } else {
    bpf_co_resume(handle);
  }
}

static inline __attribute__((always_inline)) struct coroutine *take_from_line(u32 key) {
  struct line *line = bpf_map_lookup_elem(&lines, &key);
  if (!line) return 0;
  bpf_spin_lock(&line->lock);
  struct bpf_list_node *node = bpf_list_pop_front(&line->list);
  bpf_spin_unlock(&line->lock);
  return node ? container_of(node, struct coroutine, node) : 0;
}

static inline __attribute__((always_inline)) struct coroutine *take_from_order(void) {
  u32 key = 0;
  struct order *order = bpf_map_lookup_elem(&orders, &key);
  if (!order) return 0;
  bpf_spin_lock(&order->lock);
  struct bpf_rb_node *node = bpf_rbtree_pop_first(&order->tree);
  bpf_spin_unlock(&order->lock);
  return node ? container_of(node, struct coroutine, order) : 0;
}

static inline __attribute__((always_inline)) struct coroutine *take_from_place(void) {
  u32 key = bpf_get_prandom_u32() % PLACE_COUNT;
  struct place *place = bpf_map_lookup_elem(&places, &key);
  return place ? bpf_kptr_xchg(&place->handle, 0) : 0;
}

/// A worker program that goes on with up to `BATCH_COUNT` coroutines, each once it was taken out.
#define WORKER(name, take)                                  \
  SEC("worker") int name(struct worker_ctx *ctx) {          \
    struct wishes *wanted = find_wishes();                      \
    if (!wanted) return 0;                                 \
    bpf_set_quantum(wanted->quantum);                      \
    int count = 0;                                          \
    for (; count < BATCH_COUNT; count++) {                  \
      struct coroutine *handle = take;                      \
      if (!handle) break;                                   \
      if (happens(wanted->thrown)) {                        \
        COUNT(throws);                                      \
        __bpf_trap();                                       \
      }                                                     \
      go_on(handle, wanted);                               \
    }                                                       \
    return count;                                           \
  }

WORKER(from_order, take_from_order())
WORKER(from_place, take_from_place())
WORKER(from_worker, bpf_local_pop())
WORKER(from_wheel, bpf_wheel_pop())
WORKER(from_guests, take_from_line(GUESTS))

/// Takes a whole batch out before it goes on with any.
SEC("worker") int from_line(struct worker_ctx *ctx) {
  struct wishes *wanted = find_wishes();
  if (!wanted) return 0;
  struct coroutine *batch[BATCH_COUNT];
  int count = 0;
  for (; count < BATCH_COUNT; count++) {
    struct coroutine *handle = take_from_line(WAITING);
    if (!handle) break;
    batch[count] = handle;
  }
  for (int index = 0; index < count; index++) go_on(batch[index], wanted);
  return count;
}

SEC("worker") int from_rings(struct worker_ctx *ctx) {
  struct wishes *wanted = find_wishes();
  u32 own = ctx->worker, other = own ? own - 1 : ctx->worker_count - 1;
  struct inbox *inbox = bpf_map_lookup_elem(&inboxes, &own);
  struct lane *lane = bpf_map_lookup_elem(&lanes, &other);
  if (!wanted || !inbox || !lane) return 0;
  int count = 0;
  for (; count < BATCH_COUNT; count++) {
    struct coroutine *handle = bpf_mpsc_pop(&inbox->ring);
    if (!handle) handle = bpf_spsc_pop(&lane->ring);
    if (!handle) break;
    go_on(handle, wanted);
  }
  return count;
}

/// Destroys who is doomed, and asks others to suspend what they run.
SEC("worker") int disturb(struct worker_ctx *ctx) {
  struct wishes *wanted = find_wishes();
  if (!wanted) return 0;
  struct coroutine *doomed = take_from_line(DOOMED);
  if (doomed) {
    COUNT(destroyed);
    bpf_co_destroy(doomed);
  }
  u32 other = bpf_get_prandom_u32() % (u32)wanted->worker_count;
  if (happens(wanted->preempted)) bpf_preempt(other, bpf_worker_running(other));
  return doomed != 0;
}

// What data paths call.

/// Notes a number that the packet's coroutine has come to.
static __attribute__((noinline, used)) void note(u32 packet, u64 number) {
  struct record *record = bpf_map_lookup_elem(&records, &packet);
  if (!record) return;
  u64 count = record->count;
  if (count < NOTE_COUNT) record->notes[count] = number;
  record->count = count + 1;
}

/// Notes the last number, and that the coroutine ends.
static __attribute__((noinline, used)) void end(u32 packet, u64 number) {
  note(packet, number);
  struct record *record = bpf_map_lookup_elem(&records, &packet);
  if (record) record->ends++;
}

/// Another coroutine to own for some time; null where none offers itself.
static __attribute__((noinline, used)) struct coroutine *take_guest(void) {
  struct coroutine *guest = take_from_line(GUESTS);
  if (guest) COUNT(guests);
  return guest;
}

/// What `co_await` has returned.
static __attribute__((noinline, used)) void answer(s64 result) {
  if (result != 0 && result != REFUSED && result != UNABLE) COUNT(odd);
}

static __attribute__((noinline, used)) void give_guest(struct coroutine *guest) {
  struct wishes *wanted = find_wishes();
  if (!wanted || happens(wanted->destroyed)) {
    COUNT(destroyed);
    bpf_co_destroy(guest);
    return;
  }
  u32 choice = bpf_get_prandom_u32() & 3;
  int result = choice == 0   ? put_in_order(guest)
               : choice == 1 ? put_in_inbox(guest)
               : choice == 2 ? put_in_place(guest)
                             : put_in_line(guest, GUESTS);
  if (result < 0) bpf_co_destroy(guest);
}

// What data paths call that break a clause.

static __attribute__((noinline, used)) void go_wrong(void) { COUNT(wrong); }

static __attribute__((noinline, used)) struct line *lock_guests(void) {
  u32 key = GUESTS;
  struct line *line = bpf_map_lookup_elem(&lines, &key);
  if (line) bpf_spin_lock(&line->lock);
  return line;
}

static __attribute__((noinline, used)) void unlock(struct line *line) {
  bpf_spin_unlock(&line->lock);
}

/// Coroutines that wander: they suspend at three call depths, some while they own others, into
/// lists that the world's randomness picks; workers resume, destroy and put back. Nothing may get
/// lost, and nothing a coroutine knows may change while it sleeps.
#include "baton.h"
#include "packet.h"

enum { LIST_COUNT = 8, LIST_MASK = 7, BATCH_COUNT = 8 };

/// What the test sends: an Ethernet header, then two words.
struct stress_headers {
  struct ethhdr ethernet;
  u64 number;
  u64 rounds;
} __attribute__((packed));

struct place {
  struct bpf_spin_lock lock;
  struct bpf_list_head head __contains(coroutine, node);
};

struct tally {
  u64 suspended;
  u64 refused;
  u64 resumed;
  u64 destroyed;
  u64 put_back;
  u64 stolen;
  u64 thrown;
  /// Times that a value was not what it had been before a suspension.
  u64 wrong;
};

BATON_MAP(places, ARRAY, u32, struct place, LIST_COUNT);
BATON_MAP(tallies, ARRAY, u32, struct tally, 1);

#define COUNT(field)                                            \
  do {                                                          \
    u32 zero = 0;                                               \
    struct tally *tally = bpf_map_lookup_elem(&tallies, &zero); \
    if (tally) __sync_fetch_and_add(&tally->field, 1);          \
  } while (0)

SEC("queue") int scatter(struct coroutine *handle, u64 argument) {
  u32 choice = bpf_get_prandom_u32();
  if ((choice & 0x3f) == 0x3f) {
    COUNT(refused);
    return -11;
  }
  u32 key = choice >> 16 & LIST_MASK;
  struct place *place = bpf_map_lookup_elem(&places, &key);
  if (!place) return -1;
  COUNT(suspended);
  if ((choice & 0xf00) == 0xf00) {
    bpf_local_push(handle);
    return 0;
  }
  bpf_spin_lock(&place->lock);
  if (choice & 0x1000)
    bpf_list_push_back(&place->head, &handle->node);
  else
    bpf_list_push_front(&place->head, &handle->node);
  bpf_spin_unlock(&place->lock);
  return 0;
}

static inline struct coroutine *take(struct place *place) {
  bpf_spin_lock(&place->lock);
  struct bpf_list_node *node = bpf_list_pop_front(&place->head);
  bpf_spin_unlock(&place->lock);
  return node ? container_of(node, struct coroutine, node) : 0;
}

static inline void give(struct place *place, struct coroutine *handle) {
  bpf_spin_lock(&place->lock);
  bpf_list_push_back(&place->head, &handle->node);
  bpf_spin_unlock(&place->lock);
}

/// Depth 2: sleeps, perhaps with somebody else's handle in hand; at times throws.
static __attribute__((noinline)) u64 deepest(u64 number, u64 salt) {
  u32 choice = bpf_get_prandom_u32();
  u32 key = choice & LIST_MASK;
  struct place *place = bpf_map_lookup_elem(&places, &key);
  if (!place) return 0;
  struct coroutine *guest = 0;
  if (choice & 0x100) guest = take(place);
  if (guest) COUNT(stolen);
  co_await(scatter, number);
  if ((choice & 0x3ff000) == 0x3ff000) {
    COUNT(thrown);
    bpf_throw(number);
  }
  if (guest) give(place, guest);
  return number ^ salt;
}

/// Depth 1: keeps values of its own across what `deepest` does.
static __attribute__((noinline)) u64 middle(u64 number, u64 rounds) {
  u64 sum = 0;
  for (u64 round = 0; round < 4; round++) {
    if (round >= rounds) break;
    co_await(scatter, number + round);
    if (deepest(number, round) != (number ^ round)) return 0;
    sum += number;
  }
  return sum == number * (rounds < 4 ? rounds : 4) ? number : 0;
}

SEC("datapath") int wander(struct xdp_md *ctx) {
  struct stress_headers *headers = (void *)(long)ctx->data;
  if ((void *)(headers + 1) > (void *)(long)ctx->data_end) return XDP_PASS;
  u64 number = headers->number;
  u64 rounds = headers->rounds;
  co_await(scatter, number);
  if (middle(number, rounds) != number) COUNT(wrong);
  co_await(scatter, ~number);
  if (headers->number != number || headers->rounds != rounds) COUNT(wrong);
  switch (number & 7) {
    case 0: return XDP_DROP;
    case 1: bpf_packet_drop(ctx); return 0;
    case 2: bpf_packet_transmit(ctx); return 0;
    default: return XDP_TX;
  }
}

SEC("worker") int churn(struct worker_ctx *ctx) {
  struct coroutine *batch[BATCH_COUNT];
  int count = 0;
  for (int turn = 0; turn < BATCH_COUNT; turn++) {
    u32 choice = bpf_get_prandom_u32();
    u32 key = choice & LIST_MASK;
    struct place *place = bpf_map_lookup_elem(&places, &key);
    if (!place) break;
    struct coroutine *handle = choice & 0x300 ? take(place) : bpf_local_pop();
    if (handle) batch[count++] = handle;
  }
  for (int index = 0; index < count; index++) {
    u32 choice = bpf_get_prandom_u32();
    u32 key = choice & LIST_MASK;
    struct place *place = bpf_map_lookup_elem(&places, &key);
    if (!place || (choice & 0xff00) == 0xff00) {
      COUNT(destroyed);
      bpf_co_destroy(batch[index]);
    } else if ((choice & 0x70000) == 0x70000) {
      COUNT(put_back);
      give(place, batch[index]);
    } else {
      COUNT(resumed);
      bpf_co_resume(batch[index]);
    }
  }
  return count;
}

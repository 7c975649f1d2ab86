/// Echoes UDP datagrams over AF_XDP, spinning: the least that a program in C can do, and the one to
/// beat. Frames are turned round in place; each chunk goes from the fill ring to the receive ring,
/// the transmit ring, the completion ring, and back.
#define _GNU_SOURCE
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "CLinux.h"
#include "common.h"

enum { CHUNK_COUNT = 1024, CHUNK_SIZE = 2048, RING_CAPACITY = CHUNK_COUNT, BATCH = 64 };
enum { HEADERS = 14 + 20 + 8 };

static uint64_t cpu = 0, queue = 0, port = 7;
static const char *interface = "veth0";

static const struct option_entry options[] = {
    {"interface", "to attach to", NULL, &interface},
    {"queue", "to receive on", &queue, NULL},
    {"cpu", "to run on", &cpu, NULL},
    {"port", "whose datagrams are echoed", &port, NULL},
};

/// One of the four rings, with our own copy of our index. There are as many slots as chunks, so an
/// entry always has room: that is never checked.
struct ring {
  struct linux_xdp_ring memory;
  uint32_t index;
};

struct echo {
  int socket;
  char *chunks;
  struct ring fill, completion, receive, transmit;
  uint64_t echoed, ignored;
};

static _Atomic uint32_t *atomic(uint32_t *word) { return (_Atomic uint32_t *)word; }

/// How many entries the kernel has put into a ring and we haven't taken out.
static uint32_t available(const struct ring *ring) {
  return atomic_load_explicit(atomic(ring->memory.producer), memory_order_acquire) - ring->index;
}

/// Lets go of the entries before `index`.
static void let_go(struct ring *ring) {
  atomic_store_explicit(atomic(ring->memory.consumer), ring->index, memory_order_release);
}

/// Shows the kernel the entries before `index`.
static void publish(struct ring *ring) {
  atomic_store_explicit(atomic(ring->memory.producer), ring->index, memory_order_release);
}

static uint64_t *address_slot(const struct ring *ring, uint32_t index) {
  return (uint64_t *)ring->memory.slots + (index & (RING_CAPACITY - 1));
}

static struct linux_xdp_descriptor *packet_slot(const struct ring *ring, uint32_t index) {
  return (struct linux_xdp_descriptor *)ring->memory.slots + (index & (RING_CAPACITY - 1));
}

static void swap(char *left, char *right, size_t size) {
  char kept[8];
  memcpy(kept, left, size);
  memcpy(left, right, size);
  memcpy(right, kept, size);
}

/// Turns a datagram round in place; sums of what is swapped don't change, so checksums stay right.
/// False for anything but an IPv4 datagram to our port.
static int turn_round(char *frame, uint32_t length) {
  const unsigned char *bytes = (const unsigned char *)frame;
  if (length < HEADERS) return 0;
  if (bytes[12] != 0x08 || bytes[13] != 0x00 || bytes[14] != 0x45 || bytes[23] != 17) return 0;
  if ((bytes[36] << 8 | bytes[37]) != (int)port) return 0;
  swap(frame, frame + 6, 6);
  swap(frame + 26, frame + 30, 4);
  swap(frame + 34, frame + 36, 2);
  return 1;
}

/// r0 = bpf_redirect_map(map, ctx->rx_queue_index, XDP_PASS)
static int load_redirect_program(int map) {
  const uint64_t instructions[] = {
      0x0000000000101261u, 0x1118u | (uint64_t)map << 32, 0, 0x00000002000003b7u,
      0x0000003300000085u, 0x95u,
  };
  return linux_bpf_program_load(LINUX_BPF_PROGRAM_TYPE_XDP, "echo", "Apache-2.0", instructions,
                                COUNT_OF(instructions), NULL, 0);
}

static void map_ring(struct echo *echo, enum linux_xdp_ring_kind kind, struct ring *ring) {
  checked(linux_xdp_map_ring(echo->socket, kind, RING_CAPACITY, &ring->memory), "map ring");
}

static void open_rings(struct echo *echo) {
  size_t size = (size_t)CHUNK_COUNT * CHUNK_SIZE;
  echo->chunks = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (echo->chunks == MAP_FAILED) checked(-errno, "map chunks");
  echo->socket = checked(linux_xdp_socket(), "open socket");
  checked(linux_xdp_register_memory(echo->socket, echo->chunks, size, CHUNK_SIZE, 0), "register");
  map_ring(echo, LINUX_XDP_FILL_RING, &echo->fill);
  map_ring(echo, LINUX_XDP_COMPLETION_RING, &echo->completion);
  map_ring(echo, LINUX_XDP_RECEIVE_RING, &echo->receive);
  map_ring(echo, LINUX_XDP_TRANSMIT_RING, &echo->transmit);
  for (uint32_t chunk = 0; chunk < CHUNK_COUNT; chunk++) {
    *address_slot(&echo->fill, echo->fill.index++) = (uint64_t)chunk * CHUNK_SIZE;
  }
  publish(&echo->fill);
}

/// Attaches the program; the link it returns ends with the process.
static void attach(struct echo *echo) {
  uint32_t index = (uint32_t)checked(linux_interface_index(interface), interface);
  int map = checked(
      linux_bpf_map_create(LINUX_BPF_MAP_TYPE_XSKMAP, "sockets", 4, 4, (uint32_t)queue + 1, 0),
      "map");
  int program = checked(load_redirect_program(map), "load program");
  checked(linux_bpf_xdp_link_create(program, index, LINUX_XDP_NATIVE_MODE), "attach");
  checked(linux_xdp_bind(echo->socket, index, (uint32_t)queue, 0), "bind");
  uint32_t key = (uint32_t)queue;
  checked(linux_bpf_map_update(map, &key, &echo->socket, 0), "enter socket");
}

static void handle_batch(struct echo *echo, uint32_t count) {
  for (uint32_t entry = 0; entry < count; entry++) {
    struct linux_xdp_descriptor packet = *packet_slot(&echo->receive, echo->receive.index++);
    if (turn_round(echo->chunks + packet.address, packet.length)) {
      *packet_slot(&echo->transmit, echo->transmit.index++) = packet;
      echo->echoed++;
    } else {
      *address_slot(&echo->fill, echo->fill.index++) = packet.address & ~(uint64_t)(CHUNK_SIZE - 1);
      echo->ignored++;
    }
  }
  let_go(&echo->receive);
  publish(&echo->transmit);
  if (*echo->transmit.memory.flags & 1) linux_xdp_kick_transmit(echo->socket);
}

static void recycle(struct echo *echo) {
  uint32_t count = available(&echo->completion);
  for (uint32_t entry = 0; entry < count; entry++) {
    uint64_t address = *address_slot(&echo->completion, echo->completion.index++);
    *address_slot(&echo->fill, echo->fill.index++) = address & ~(uint64_t)(CHUNK_SIZE - 1);
  }
  let_go(&echo->completion);
  publish(&echo->fill);
}

int main(int argc, char **argv) {
  static struct echo echo;
  read_options(argc, argv, options, COUNT_OF(options));
  stop_on_signals();
  pin_to(cpu);
  open_rings(&echo);
  attach(&echo);
  puts("serving");
  fflush(stdout);
  while (!is_stopping) {
    uint32_t count = available(&echo.receive);
    if (count == 0) continue;
    handle_batch(&echo, count > BATCH ? BATCH : count);
    recycle(&echo);
  }
  printf("{\"echoed\":%lu,\"ignored\":%lu}\n", echo.echoed, echo.ignored);
}

/// An AF_XDP socket in as few words as can be: what the native programs share that receive from one.
///
/// There are as many slots in each ring as chunks, so an entry always has room: that is never checked.
#pragma once

#include <stdatomic.h>
#include <stdint.h>

#include "CLinux.h"

enum { CHUNK_COUNT = 1024, CHUNK_SIZE = 2048, RING_CAPACITY = CHUNK_COUNT };

/// One of the four rings, with our own copy of our index.
struct ring {
  struct linux_xdp_ring memory;
  uint32_t index;
};

struct xdp_socket {
  int socket;
  char *chunks;
  struct ring fill, completion, receive, transmit;
};

/// Opens the socket on a queue of an interface, with all chunks to receive into, and has all that arrives there go to it,
/// for as long as the process lives.
void open_xdp_socket(struct xdp_socket *socket, const char *interface, uint32_t queue);

static inline _Atomic uint32_t *atomic(uint32_t *word) { return (_Atomic uint32_t *)word; }

/// How many entries the kernel has put into a ring and we haven't taken out.
static inline uint32_t available(const struct ring *ring) {
  return atomic_load_explicit(atomic(ring->memory.producer), memory_order_acquire) - ring->index;
}

/// Lets go of the entries before `index`.
static inline void let_go(struct ring *ring) {
  atomic_store_explicit(atomic(ring->memory.consumer), ring->index, memory_order_release);
}

/// Shows the kernel the entries before `index`.
static inline void publish(struct ring *ring) {
  atomic_store_explicit(atomic(ring->memory.producer), ring->index, memory_order_release);
}

static inline uint64_t *address_slot(const struct ring *ring, uint32_t index) {
  return (uint64_t *)ring->memory.slots + (index & (RING_CAPACITY - 1));
}

static inline struct linux_xdp_descriptor *packet_slot(const struct ring *ring, uint32_t index) {
  return (struct linux_xdp_descriptor *)ring->memory.slots + (index & (RING_CAPACITY - 1));
}

/// The chunk goes back to be received into.
static inline void refill(struct xdp_socket *socket, uint64_t address) {
  *address_slot(&socket->fill, socket->fill.index++) = address & ~(uint64_t)(CHUNK_SIZE - 1);
}

#define _GNU_SOURCE
#include <errno.h>
#include <linux/if_xdp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include "CLinux.h"

_Static_assert(sizeof(struct linux_xdp_descriptor) == sizeof(struct xdp_desc), "same layout");
_Static_assert(sizeof(struct linux_xdp_statistics) == sizeof(struct xdp_statistics), "same layout");

#ifndef SO_PREFER_BUSY_POLL
#define SO_PREFER_BUSY_POLL 69
#define SO_BUSY_POLL_BUDGET 70
#endif

static int set_option(int socket, int level, int name, const void *value, socklen_t byte_count) {
  return setsockopt(socket, level, name, value, byte_count) < 0 ? -errno : 0;
}

static int set_integer(int socket, int name, int value) {
  return set_option(socket, SOL_SOCKET, name, &value, sizeof value);
}

int linux_xdp_socket(void) {
  int result = socket(AF_XDP, SOCK_RAW | SOCK_CLOEXEC, 0);
  return result < 0 ? -errno : result;
}

int linux_xdp_register_memory(int socket, void *memory, uint64_t byte_count,
                              uint32_t chunk_byte_count, uint32_t headroom) {
  struct xdp_umem_reg registration;
  memset(&registration, 0, sizeof registration);
  registration.addr = (uint64_t)(uintptr_t)memory;
  registration.len = byte_count;
  registration.chunk_size = chunk_byte_count;
  registration.headroom = headroom;
  return set_option(socket, SOL_XDP, XDP_UMEM_REG, &registration, sizeof registration);
}

/// What differs from ring to ring.
struct ring_facts {
  int option;
  off_t page_offset;
  size_t slot_byte_count;
  const struct xdp_ring_offset *offsets;
};

static struct ring_facts facts_of(enum linux_xdp_ring_kind kind,
                                  const struct xdp_mmap_offsets *offsets) {
  const size_t descriptor = sizeof(struct xdp_desc), address = sizeof(uint64_t);
  switch (kind) {
    case LINUX_XDP_RECEIVE_RING:
      return (struct ring_facts){XDP_RX_RING, XDP_PGOFF_RX_RING, descriptor, &offsets->rx};
    case LINUX_XDP_TRANSMIT_RING:
      return (struct ring_facts){XDP_TX_RING, XDP_PGOFF_TX_RING, descriptor, &offsets->tx};
    case LINUX_XDP_FILL_RING:
      return (struct ring_facts){XDP_UMEM_FILL_RING, (off_t)XDP_UMEM_PGOFF_FILL_RING, address,
                                 &offsets->fr};
    case LINUX_XDP_COMPLETION_RING:
      break;
  }
  return (struct ring_facts){XDP_UMEM_COMPLETION_RING, (off_t)XDP_UMEM_PGOFF_COMPLETION_RING,
                             address, &offsets->cr};
}

int linux_xdp_map_ring(int socket, enum linux_xdp_ring_kind kind, uint32_t entry_count,
                       struct linux_xdp_ring *ring) {
  struct xdp_mmap_offsets offsets;
  socklen_t byte_count = sizeof offsets;
  if (getsockopt(socket, SOL_XDP, XDP_MMAP_OFFSETS, &offsets, &byte_count) < 0) return -errno;
  // Kernels before 5.4 answer with shorter offsets, which have no `flags`.
  if (byte_count != sizeof offsets) return -EOPNOTSUPP;

  struct ring_facts facts = facts_of(kind, &offsets);
  int result = set_option(socket, SOL_XDP, facts.option, &entry_count, sizeof entry_count);
  if (result < 0) return result;
  ring->byte_count = facts.offsets->desc + entry_count * facts.slot_byte_count;
  char *mapping = mmap(NULL, ring->byte_count, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE,
                       socket, facts.page_offset);
  if (mapping == MAP_FAILED) return -errno;
  ring->mapping = mapping;
  ring->producer = (uint32_t *)(mapping + facts.offsets->producer);
  ring->consumer = (uint32_t *)(mapping + facts.offsets->consumer);
  ring->flags = (uint32_t *)(mapping + facts.offsets->flags);
  ring->slots = mapping + facts.offsets->desc;
  return 0;
}

static int bind_with(int socket, uint32_t interface_index, uint32_t queue, uint16_t flags,
                     uint32_t owner) {
  struct sockaddr_xdp address;
  memset(&address, 0, sizeof address);
  address.sxdp_family = AF_XDP;
  address.sxdp_flags = flags;
  address.sxdp_ifindex = interface_index;
  address.sxdp_queue_id = queue;
  address.sxdp_shared_umem_fd = owner;
  return bind(socket, (struct sockaddr *)&address, sizeof address) < 0 ? -errno : 0;
}

int linux_xdp_bind(int socket, uint32_t interface_index, uint32_t queue, int copy) {
  uint16_t flags = XDP_USE_NEED_WAKEUP | (copy ? XDP_COPY : 0);
  return bind_with(socket, interface_index, queue, flags, 0);
}

int linux_xdp_bind_sharing(int socket, uint32_t interface_index, uint32_t queue, int owner) {
  return bind_with(socket, interface_index, queue, XDP_SHARED_UMEM, (uint32_t)owner);
}

int linux_xdp_is_zero_copy(int socket) {
  struct xdp_options options;
  socklen_t byte_count = sizeof options;
  if (getsockopt(socket, SOL_XDP, XDP_OPTIONS, &options, &byte_count) < 0) return -errno;
  return (options.flags & XDP_OPTIONS_ZEROCOPY) != 0;
}

int linux_xdp_read_statistics(int socket, struct linux_xdp_statistics *statistics) {
  socklen_t byte_count = sizeof *statistics;
  memset(statistics, 0, sizeof *statistics);
  return getsockopt(socket, SOL_XDP, XDP_STATISTICS, statistics, &byte_count) < 0 ? -errno : 0;
}

int linux_xdp_kick_transmit(int socket) {
  return sendto(socket, NULL, 0, MSG_DONTWAIT, NULL, 0) < 0 ? -errno : 0;
}

int linux_xdp_kick_receive(int socket) {
  return recvfrom(socket, NULL, 0, MSG_DONTWAIT, NULL, NULL) < 0 ? -errno : 0;
}

int linux_socket_set_busy_poll(int socket, int microseconds, int budget) {
  int result = set_integer(socket, SO_PREFER_BUSY_POLL, 1);
  if (result == 0) result = set_integer(socket, SO_BUSY_POLL, microseconds);
  if (result == 0) result = set_integer(socket, SO_BUSY_POLL_BUDGET, budget);
  return result;
}

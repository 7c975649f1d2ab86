#define _GNU_SOURCE
#include "afxdp.h"

#include <errno.h>
#include <sys/mman.h>

#include "common.h"

/// r0 = bpf_redirect_map(map, ctx->rx_queue_index, XDP_PASS)
static int load_redirect_program(int map) {
  const uint64_t instructions[] = {
      0x0000000000101261u, 0x1118u | (uint64_t)map << 32, 0, 0x00000002000003b7u,
      0x0000003300000085u, 0x95u,
  };
  return linux_bpf_program_load(LINUX_BPF_PROGRAM_TYPE_XDP, "receive", "Apache-2.0", instructions,
                                COUNT_OF(instructions), NULL, 0);
}

static void map_ring(struct xdp_socket *own, enum linux_xdp_ring_kind kind, struct ring *ring) {
  checked(linux_xdp_map_ring(own->socket, kind, RING_CAPACITY, &ring->memory), "map ring");
}

static void open_rings(struct xdp_socket *own) {
  size_t size = (size_t)CHUNK_COUNT * CHUNK_SIZE;
  own->chunks = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (own->chunks == MAP_FAILED) checked(-errno, "map chunks");
  own->socket = checked(linux_xdp_socket(), "open socket");
  checked(linux_xdp_register_memory(own->socket, own->chunks, size, CHUNK_SIZE, 0), "register");
  map_ring(own, LINUX_XDP_FILL_RING, &own->fill);
  map_ring(own, LINUX_XDP_COMPLETION_RING, &own->completion);
  map_ring(own, LINUX_XDP_RECEIVE_RING, &own->receive);
  map_ring(own, LINUX_XDP_TRANSMIT_RING, &own->transmit);
  for (uint32_t chunk = 0; chunk < CHUNK_COUNT; chunk++) {
    *address_slot(&own->fill, own->fill.index++) = (uint64_t)chunk * CHUNK_SIZE;
  }
  publish(&own->fill);
}

/// Attaches the program; the link ends with the process.
static void attach(struct xdp_socket *own, const char *name, uint32_t queue) {
  uint32_t interface = (uint32_t)checked(linux_interface_index(name), name);
  int map =
      checked(linux_bpf_map_create(LINUX_BPF_MAP_TYPE_XSKMAP, "sockets", 4, 4, queue + 1, 0), "map");
  int program = checked(load_redirect_program(map), "load program");
  checked(linux_bpf_xdp_link_create(program, interface, LINUX_XDP_NATIVE_MODE), "attach");
  checked(linux_xdp_bind(own->socket, interface, queue, 0), "bind");
  checked(linux_bpf_map_update(map, &queue, &own->socket, 0), "enter socket");
}

void open_xdp_socket(struct xdp_socket *own, const char *interface, uint32_t queue) {
  open_rings(own);
  attach(own, interface, queue);
}

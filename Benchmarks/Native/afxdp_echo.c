/// Echoes UDP datagrams over AF_XDP, spinning: the least that a program in C can do, and the one to
/// beat. Frames are turned round in place; each chunk goes from the fill ring to the receive ring,
/// the transmit ring, the completion ring, and back.
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>

#include "afxdp.h"
#include "common.h"

enum { BATCH = 64, HEADERS = 14 + 20 + 8 };

static uint64_t cpu = 0, queue = 0, port = 7;
static const char *interface = "veth0";

static const struct option_entry options[] = {
    {"interface", "to attach to", NULL, &interface},
    {"queue", "to receive on", &queue, NULL},
    {"cpu", "to run on", &cpu, NULL},
    {"port", "whose datagrams are echoed", &port, NULL},
};

static struct xdp_socket own;
static uint64_t echoed, ignored;

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

static void handle_batch(uint32_t count) {
  for (uint32_t entry = 0; entry < count; entry++) {
    struct linux_xdp_descriptor packet = *packet_slot(&own.receive, own.receive.index++);
    if (turn_round(own.chunks + packet.address, packet.length)) {
      *packet_slot(&own.transmit, own.transmit.index++) = packet;
      echoed++;
    } else {
      refill(&own, packet.address);
      ignored++;
    }
  }
  let_go(&own.receive);
  publish(&own.transmit);
  if (*own.transmit.memory.flags & 1) linux_xdp_kick_transmit(own.socket);
}

static void recycle(void) {
  uint32_t count = available(&own.completion);
  for (uint32_t entry = 0; entry < count; entry++) {
    refill(&own, *address_slot(&own.completion, own.completion.index++));
  }
  let_go(&own.completion);
  publish(&own.fill);
}

int main(int argc, char **argv) {
  read_options(argc, argv, options, COUNT_OF(options));
  stop_on_signals();
  pin_to(cpu);
  open_xdp_socket(&own, interface, (uint32_t)queue);
  puts("serving");
  fflush(stdout);
  while (!is_stopping) {
    uint32_t count = available(&own.receive);
    if (count == 0) continue;
    handle_batch(count > BATCH ? BATCH : count);
    recycle();
  }
  printf("{\"echoed\":%lu,\"ignored\":%lu}\n", echoed, ignored);
}

/// Receives packets over AF_XDP and drops them, spinning: the least that a program in C can do.
///
/// Prints one line of JSON: how many there were, and how long the rounds took in which there was one, from clock to clock,
/// as workers of Baton count theirs.
#define _GNU_SOURCE
#include <stdio.h>

#include "afxdp.h"
#include "common.h"

enum { BATCH = 64 };

static uint64_t cpu = 0, queue = 0;
static const char *interface = "veth0";

static const struct option_entry options[] = {
    {"interface", "to attach to", NULL, &interface},
    {"queue", "to receive on", &queue, NULL},
    {"cpu", "to run on", &cpu, NULL},
};

static struct xdp_socket own;
static uint64_t octets;

/// Looks at each packet, as whoever receives does.
static void drop_batch(uint32_t count) {
  for (uint32_t entry = 0; entry < count; entry++) {
    struct linux_xdp_descriptor packet = *packet_slot(&own.receive, own.receive.index++);
    octets += (uint8_t)own.chunks[packet.address] + packet.length;
    refill(&own, packet.address);
  }
  let_go(&own.receive);
  publish(&own.fill);
}

int main(int argc, char **argv) {
  read_options(argc, argv, options, COUNT_OF(options));
  stop_on_signals();
  pin_to(cpu);
  open_xdp_socket(&own, interface, (uint32_t)queue);
  puts("serving");
  fflush(stdout);
  uint64_t received = 0, busy = 0, begin = now_nanoseconds();
  while (!is_stopping) {
    uint32_t count = available(&own.receive);
    if (count > BATCH) count = BATCH;
    if (count > 0) drop_batch(count);
    uint64_t now = now_nanoseconds();
    if (count > 0) busy += now - begin;
    begin = now;
    received += count;
  }
  printf("{\"received\":%lu,\"busy_ns\":%lu,\"octets\":%lu}\n", received, busy, octets);
}

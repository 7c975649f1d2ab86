/// Echoes datagrams over the kernel's UDP socket, spinning.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>

#include "common.h"

static uint64_t cpu = 0, port = 7;

static const struct option_entry options[] = {
    {"cpu", "to run on", &cpu, NULL},
    {"port", "to listen on", &port, NULL},
};

int main(int argc, char **argv) {
  static char payload[65536];
  read_options(argc, argv, options, COUNT_OF(options));
  stop_on_signals();
  pin_to(cpu);
  struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  int server = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  if (server < 0) checked(-errno, "socket");
  if (bind(server, (struct sockaddr *)&own, sizeof own) < 0) checked(-errno, "bind");

  uint64_t echoed = 0;
  while (!is_stopping) {
    struct sockaddr_in client;
    struct sockaddr *from = (struct sockaddr *)&client;
    socklen_t length = sizeof client;
    ssize_t size = recvfrom(server, payload, sizeof payload, 0, from, &length);
    if (size < 0) continue;
    echoed += sendto(server, payload, (size_t)size, 0, from, length) == size;
  }
  printf("{\"echoed\":%lu}\n", echoed);
}

/// Measures round trips over the kernel's UDP socket: one datagram at a time, spinning.
///
/// Prints one line of JSON. Back to back, a round trip counts from when its datagram was sent. With
/// `--rate` it counts from when it was *due*, so that a stall is charged to all that it delayed.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common.h"

enum { SIZE_MIN = 8, SIZE_MAX_UDP = 65507, LOST_AFTER_NANOSECONDS = 100 * 1000 * 1000 };

static uint64_t cpu = 1, count = 100000, size = 64, warmup = 10000, rate = 0, port = 7;
static const char *address = "10.77.0.1";

static const struct option_entry options[] = {
    {"address", "of the server", NULL, &address},
    {"port", "of the server", &port, NULL},
    {"cpu", "to run on", &cpu, NULL},
    {"count", "of round trips", &count, NULL},
    {"warmup", "round trips that don't count", &warmup, NULL},
    {"size", "of the payload in bytes", &size, NULL},
    {"rate", "of round trips a second; 0: back to back", &rate, NULL},
};

static int open_socket(void) {
  struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  if (inet_pton(AF_INET, address, &server.sin_addr) != 1) checked(-EINVAL, address);
  int client = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  if (client < 0) checked(-errno, "socket");
  if (connect(client, (struct sockaddr *)&server, sizeof server) < 0) checked(-errno, "connect");
  return client;
}

/// The payload starts with the number of the round trip, so that a late answer isn't taken for the
/// one that is waited for. Returns when the answer came, or 0 when it is lost.
static uint64_t make_round_trip(int client, char *payload, uint64_t number) {
  static char answer[SIZE_MAX_UDP];
  memcpy(payload, &number, sizeof number);
  if (send(client, payload, size, 0) < 0 && errno != ECONNREFUSED) checked(-errno, "send");
  uint64_t deadline = now_nanoseconds() + LOST_AFTER_NANOSECONDS;
  while (!is_stopping) {
    ssize_t length = recv(client, answer, sizeof answer, 0);
    uint64_t now = now_nanoseconds();
    if (length == (ssize_t)size && memcmp(answer, payload, size) == 0) return now;
    if (now > deadline) return 0;
  }
  return 0;
}

static int compare(const void *left, const void *right) {
  uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
  return (a > b) - (a < b);
}

/// The least value that `share` of all values are not above.
static uint64_t percentile(const uint64_t *sorted, uint64_t number, double share) {
  uint64_t rank = (uint64_t)(share * (double)number + 0.999999);
  return number == 0 ? 0 : sorted[rank == 0 ? 0 : rank - 1];
}

static void print_results(uint64_t *times, uint64_t number, uint64_t lost, uint64_t duration) {
  qsort(times, number, sizeof *times, compare);
  printf(
      "{\"size\":%lu,\"rate\":%lu,\"received\":%lu,\"lost\":%lu,\"seconds\":%.3f,"
      "\"p50_ns\":%lu,\"p90_ns\":%lu,\"p99_ns\":%lu,\"p99.9_ns\":%lu,\"max_ns\":%lu}\n",
      size, rate, number, lost, (double)duration / 1e9, percentile(times, number, 0.5),
      percentile(times, number, 0.9), percentile(times, number, 0.99),
      percentile(times, number, 0.999), number ? times[number - 1] : 0);
}

int main(int argc, char **argv) {
  read_options(argc, argv, options, COUNT_OF(options));
  if (size < SIZE_MIN || size > SIZE_MAX_UDP) checked(-EINVAL, "--size");
  stop_on_signals();
  pin_to(cpu);
  int client = open_socket();
  char *payload = calloc(1, size);
  uint64_t *times = calloc(count + 1, sizeof *times);
  if (!payload || !times) checked(-ENOMEM, "allocate");

  for (uint64_t number = 0; number < warmup; number++) make_round_trip(client, payload, number);
  uint64_t received = 0, lost = 0, start = now_nanoseconds();
  for (uint64_t number = 0; number < count && !is_stopping; number++) {
    uint64_t due = rate ? start + number * 1000000000u / rate : now_nanoseconds();
    while (rate && now_nanoseconds() < due) {
    }
    uint64_t end = make_round_trip(client, payload, warmup + number);
    if (end) {
      times[received++] = end - due;
    } else {
      lost++;
    }
  }
  print_results(times, received, lost, now_nanoseconds() - start);
  return received == 0;
}

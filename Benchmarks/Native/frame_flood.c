/// Sends frames out of an interface as fast as the kernel can: it runs a program on frames that live (BPF_PROG_TEST_RUN),
/// which redirects each to the interface. Prints one line of JSON.
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>

#include "CLinux.h"
#include "common.h"

enum { FRAME_SIZE = 64 };
/// Frames of one call: so many that what the kernel sets up for each call, which takes milliseconds, doesn't count.
enum { RUN_COUNT = 1 << 18 };

static uint64_t cpu = 1, milliseconds = 1000;
static const char *interface = "veth0";

static const struct option_entry options[] = {
    {"interface", "to send out of", NULL, &interface},
    {"cpu", "to run on", &cpu, NULL},
    {"ms", "to send for", &milliseconds, NULL},
};

/// r0 = bpf_redirect(interface, 0)
static int load_program(uint32_t index) {
  const uint64_t instructions[] = {
      0x00000000000001b7u | (uint64_t)index << 32, 0x00000000000002b7u, 0x0000001700000085u, 0x95u,
  };
  return linux_bpf_program_load(LINUX_BPF_PROGRAM_TYPE_XDP, "flood", "Apache-2.0", instructions,
                                COUNT_OF(instructions), NULL, 0);
}

/// An Ethernet, IPv4 and UDP header with the port of discarding, and zeroes.
static void write_frame(uint8_t frame[FRAME_SIZE]) {
  static const uint8_t headers[] = {
      2, 0, 0, 0, 1, 1, 2, 0, 0, 0, 1, 2, 8, 0, 0x45, 0, 0, FRAME_SIZE - 14, 0, 0, 0x40, 0,
      64, 17, 0, 0, 198, 18, 1, 2, 198, 18, 1, 1, 0x9c, 0x40, 0, 9, 0, FRAME_SIZE - 34, 0, 0,
  };
  memset(frame, 0, FRAME_SIZE);
  memcpy(frame, headers, sizeof headers);
}

int main(int argc, char **argv) {
  uint8_t frame[FRAME_SIZE];
  read_options(argc, argv, options, COUNT_OF(options));
  stop_on_signals();
  pin_to(cpu);
  write_frame(frame);
  int program = checked(
      load_program((uint32_t)checked(linux_interface_index(interface), interface)), "load program");
  uint64_t begin = now_nanoseconds(), end = begin + milliseconds * 1000000, sent = 0;
  while (!is_stopping && now_nanoseconds() < end) {
    checked(linux_bpf_program_send(program, frame, FRAME_SIZE, RUN_COUNT), "send");
    sent += RUN_COUNT;
  }
  printf("{\"sent\":%lu,\"ns\":%lu}\n", sent, now_nanoseconds() - begin);
}

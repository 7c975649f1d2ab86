#define _GNU_SOURCE
#include "common.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

#include "CLinux.h"

volatile sig_atomic_t is_stopping = 0;

static void on_signal(int signal) {
  (void)signal;
  is_stopping = 1;
}

void stop_on_signals(void) {
  struct sigaction action = {.sa_handler = on_signal};
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  // Whoever started the program may have blocked them, and must not leave it behind.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigprocmask(SIG_UNBLOCK, &signals, NULL);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
}

static void print_usage(const char *program, const struct option_entry *options, int count) {
  fprintf(stderr, "usage: %s [--option value]...\n", program);
  for (int index = 0; index < count; index++) {
    fprintf(stderr, "  --%-10s %s\n", options[index].name, options[index].help);
  }
  exit(64);
}

/// False when the value isn't one for this option.
static int set_option(const struct option_entry *option, const char *value) {
  if (option->text) {
    *option->text = value;
    return 1;
  }
  char *end;
  *option->number = strtoull(value, &end, 10);
  return *value >= '0' && *value <= '9' && *end == 0;
}

void read_options(int argc, char **argv, const struct option_entry *options, int count) {
  for (int argument = 1; argument < argc; argument += 2) {
    int index = 0;
    while (index < count && (strncmp(argv[argument], "--", 2) != 0 ||
                             strcmp(argv[argument] + 2, options[index].name) != 0)) {
      index++;
    }
    int is_known = index < count && argument + 1 < argc;
    if (!is_known || !set_option(&options[index], argv[argument + 1])) {
      print_usage(argv[0], options, count);
    }
  }
}

int checked(int result, const char *what) {
  if (result >= 0) return result;
  fprintf(stderr, "%s: %s (%d)\n", what, strerror(-result), -result);
  exit(1);
}

void pin_to(uint64_t cpu) { checked(linux_thread_pin((uint32_t)cpu), "pin to CPU"); }

uint64_t now_nanoseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/// What the native benchmark programs share: options, clock, core, the end.
#pragma once

#include <signal.h>
#include <stdint.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/// An option `--name value`. Numbers are integers ≥ 0.
struct option_entry {
  const char *name;
  const char *help;
  /// One of the two is where the value goes.
  uint64_t *number;
  const char **text;
};

/// Reads the command line; on what it doesn't know it prints the options and ends the process.
void read_options(int argc, char **argv, const struct option_entry *options, int count);

/// Ends the process with a message when `result` is a negated `errno`; else returns it.
int checked(int result, const char *what);

/// Binds this thread to one CPU.
void pin_to(uint64_t cpu);

/// Nanoseconds of CLOCK_MONOTONIC.
uint64_t now_nanoseconds(void);

/// Set once SIGINT or SIGTERM came, or the parent has died.
extern volatile sig_atomic_t is_stopping;
void stop_on_signals(void);

// The peer of Benchmarks/Programs/handed_over.c: what a cache line takes from one core to another, as two threads that
// spin see it. Prints half of a round trip in nanoseconds.
#include <pthread.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <thread>

struct alignas(128) Line {
  std::atomic<uint64_t> number{0};
};

static Line there, back;

static void bind(int core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  if (pthread_setaffinity_np(pthread_self(), sizeof set, &set) != 0) {
    fprintf(stderr, "core %d can't be used\n", core);
    exit(1);
  }
}

int main(int count, char **arguments) {
  const uint64_t rounds = count > 1 ? strtoull(arguments[1], nullptr, 10) : 1'000'000;
  std::thread other([rounds] {
    bind(1);
    for (uint64_t round = 1; round <= rounds; round++) {
      while (there.number.load(std::memory_order_acquire) != round) {
      }
      back.number.store(round, std::memory_order_release);
    }
  });
  bind(0);
  const auto begin = std::chrono::steady_clock::now();
  for (uint64_t round = 1; round <= rounds; round++) {
    there.number.store(round, std::memory_order_release);
    while (back.number.load(std::memory_order_acquire) != round) {
    }
  }
  const std::chrono::duration<double, std::nano> elapsed = std::chrono::steady_clock::now() - begin;
  other.join();
  printf("%.4f\n", elapsed.count() / double(rounds) / 2);
}

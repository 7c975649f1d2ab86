// The peer of Benchmarks/Programs/suspend.c: what a C++20 coroutine takes to suspend and resume.
#include <chrono>
#include <coroutine>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

struct Task {
  struct promise_type {
    Task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::abort(); }
  };
  std::coroutine_handle<promise_type> handle;
};

// Where the handle waits between suspension and resumption, as in the queue program.
static std::coroutine_handle<> kept;

struct Keep {
  bool await_ready() noexcept { return false; }
  void await_suspend(std::coroutine_handle<> handle) noexcept { kept = handle; }
  void await_resume() noexcept {}
};

static Task ping(volatile bool *stop) {
  while (!*stop) co_await Keep{};
}

int main(int count, char **arguments) {
  const uint64_t rounds = count > 1 ? strtoull(arguments[1], nullptr, 10) : 100'000'000;
  volatile bool stop = false;
  Task task = ping(&stop);
  task.handle.resume();
  const auto begin = std::chrono::steady_clock::now();
  for (uint64_t round = 0; round < rounds; round++) {
    auto handle = kept;
    kept = nullptr;
    handle.resume();
  }
  const std::chrono::duration<double, std::nano> elapsed = std::chrono::steady_clock::now() - begin;
  task.handle.destroy();
  printf("%.4f\n", elapsed.count() / double(rounds));
}

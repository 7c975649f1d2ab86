// What a fiber of Boost.Context takes to be resumed and to suspend again. Needs Debian's libboost-context-dev.
#include <boost/context/fiber.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <utility>

int main(int count, char **arguments) {
  const uint64_t rounds = count > 1 ? strtoull(arguments[1], nullptr, 10) : 100'000'000;
  bool isOver = false;
  boost::context::fiber fiber([&isOver](boost::context::fiber &&resumer) {
    while (!isOver) resumer = std::move(resumer).resume();
    return std::move(resumer);
  });
  const auto begin = std::chrono::steady_clock::now();
  for (uint64_t round = 0; round < rounds; round++) fiber = std::move(fiber).resume();
  const std::chrono::duration<double, std::nano> elapsed = std::chrono::steady_clock::now() - begin;
  isOver = true;
  fiber = std::move(fiber).resume();
  printf("%.4f\n", elapsed.count() / double(rounds));
}

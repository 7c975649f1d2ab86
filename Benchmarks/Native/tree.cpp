// The peer of Benchmarks/Programs/ordered.c: a red-black tree of the C++ library, of which the first node is taken out
// and put in again behind its time, without an allocation.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <set>

struct Waiting {
  mutable uint64_t deadline;
  mutable uint64_t state;
  // Nodes are as large as coroutine frames.
  char rest[144];

  // Knuth's MMIX.
  void wait() const {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    deadline += state >> 44;
  }
  bool operator<(const Waiting &other) const { return deadline < other.deadline; }
};

int main(int count, char **arguments) {
  const uint64_t rounds = count > 1 ? strtoull(arguments[1], nullptr, 10) : 10'000'000;
  const uint64_t nodeCount = count > 2 ? strtoull(arguments[2], nullptr, 10) : 10'000;
  std::multiset<Waiting> tree;
  for (uint64_t seed = 1; seed <= nodeCount; seed++) {
    Waiting waiting = {0, seed * 0x9E3779B97F4A7C15ull >> 32, {}};
    waiting.wait();
    tree.insert(waiting);
  }
  const auto begin = std::chrono::steady_clock::now();
  for (uint64_t round = 0; round < rounds; round++) {
    auto node = tree.extract(tree.begin());
    node.value().wait();
    tree.insert(std::move(node));
  }
  const std::chrono::duration<double, std::nano> elapsed = std::chrono::steady_clock::now() - begin;
  printf("%.4f\n", elapsed.count() / double(rounds));
}

import ArgumentParser
import Foundation

/// What coroutines cost, by where they wait: on the worker, in a list, in a tree; few of them, and a million.
struct CoroutineBench {
  let folder: URL
  let repetitions: Int

  enum Part: String, CaseIterable, ExpressibleByArgument {
    case suspension, queues, handing, many, preemption, tracing
  }

  func rows(_ parts: [Part]) throws -> [BenchRow] { try parts.flatMap(rows(of:)) }

  private func rows(of part: Part) throws -> [BenchRow] {
    switch part {
    case .suspension: [try direct(bar: 3), try besideFiber()] + (try spawned())
    case .queues: [try listed()] + (try ordered())
    case .handing: try HandOverBench(folder: folder, repetitions: repetitions).rows()
    case .many: [try many()] + (try placed())
    case .preemption: try PreemptionBench(repetitions: repetitions).rows()
    case .tracing: try TraceBench(folder: folder, repetitions: repetitions).rows()
    }
  }

  /// Suspend and resume, with a queue program that keeps the handle on the worker.
  func direct(bar: Double) throws -> BenchRow {
    progress("suspend + resume, beside a C++20 coroutine")
    let peer = try NativePeer(source: "coroutine.cpp", in: folder)
    let coroutine = try SuspendedCoroutines("suspend.c", count: 1)
    var (ours, theirs): ([Double], [Double]) = ([], [])
    // Many short ones: either side takes as long as the machine's clock has it.
    for _ in 0..<4 * repetitions {
      ours.append(coroutine.cost(runs: 5_000))
      theirs.append(try peer.figure(["5000000"]))
    }
    return BenchRow(
      "suspend + resume", ours: ours, unit: "ns", peer: "C++20 coroutine", theirs: theirs,
      bar: .ratioAtMost(bar))
  }

  /// The same beside a fiber, which has a stack of its own.
  private func besideFiber() throws -> BenchRow {
    progress("suspend + resume, beside a fiber of Boost.Context")
    let coroutine = try SuspendedCoroutines("suspend.c", count: 1)
    guard FileManager.default.fileExists(atPath: "/usr/include/boost/context/fiber.hpp") else {
      return BenchRow(
        "suspend + resume (libboost-context-dev for a fiber beside it is not installed)",
        coroutine.cost(runs: 20_000), "ns")
    }
    let peer = try NativePeer(source: "fiber.cpp", in: folder, options: ["-lboost_context"])
    var (ours, theirs): ([Double], [Double]) = ([], [])
    for _ in 0..<repetitions {
      ours.append(coroutine.cost(runs: 20_000))
      theirs.append(try peer.figure(["20000000"]))
    }
    return BenchRow(
      "suspend + resume", ours: ours, unit: "ns", peer: "Boost.Context fiber", theirs: theirs,
      bar: nil)
  }

  /// From the slab and back, with one suspension between. Its packet, which a coroutine has from the start, is counted
  /// by itself.
  private func spawned() throws -> [BenchRow] {
    progress("spawn + one suspension + finish")
    let coroutines = try SuspendedCoroutines("spawned.c", count: 0)
    var (lives, packets): ([Double], [Double]) = ([], [])
    for _ in 0..<repetitions {
      lives.append(coroutines.lifeCost(rounds: 10_000))
      packets.append(coroutines.packetCost(rounds: 10_000))
    }
    let own = zip(lives, packets).map { $0 - $1 }
    return [
      BenchRow("spawn + one suspension + finish", median(own), "ns", bar: .atMost(30)),
      BenchRow("the same with the packet's way from its pool and back", median(lives), "ns"),
    ]
  }

  /// The same through a list under its lock.
  private func listed() throws -> BenchRow {
    progress("suspend, lock, list push, pop, unlock, resume")
    let coroutine = try SuspendedCoroutines("listed.c", count: 1)
    let costs = (0..<repetitions).map { _ in coroutine.cost(runs: 5_000) }
    return BenchRow(
      "suspend, lock, push, pop, unlock, resume", median(costs), "ns", bar: .atMost(25))
  }

  private static let orderedCount = 10_000

  /// The same through a tree that holds many. What the tree takes of that is the difference to a list of as many.
  private func ordered() throws -> [BenchRow] {
    progress("keep and take the first among \(Self.orderedCount) in a tree, beside one of C++")
    let peer = try NativePeer(source: "tree.cpp", in: folder)
    let ordered = try SuspendedCoroutines("ordered.c", count: Self.orderedCount)
    let listed = try SuspendedCoroutines("listed.c", count: Self.orderedCount)
    var (wholes, trees, theirs): ([Double], [Double], [Double]) = ([], [], [])
    for _ in 0..<repetitions {
      let whole = ordered.cost(runs: 1_000)
      wholes.append(whole)
      trees.append(whole - listed.cost(runs: 1_000))
      theirs.append(try peer.figure(["1000000", "\(Self.orderedCount)"]))
    }
    return [
      BenchRow(
        "the same through a tree of \(Self.orderedCount), the first of it", median(wholes), "ns"),
      BenchRow(
        "what a tree takes more than a list of as many", ours: trees, unit: "ns",
        peer: "std::multiset, extract + insert", theirs: theirs, bar: .ratioAtMost(1.3)),
    ]
  }

  private static let manyCount = 1_000_000

  /// A million that wait in a list are resumed in the order of their frames.
  private func many() throws -> BenchRow {
    progress("a million suspended coroutines")
    let coroutines = try SuspendedCoroutines("listed.c", count: Self.manyCount)
    let runs = Self.manyCount / 1024
    let costs = (0..<repetitions).map { _ in coroutines.cost(runs: runs) }
    return BenchRow(
      "resume 1,000,000 in the order of their frames", 1000 / median(costs), "M/s",
      bar: .atLeast(10))
  }

  /// A million that wait in places of a map are resumed in the order of their frames, and in one that has nothing to do
  /// with it.
  private func placed() throws -> [BenchRow] {
    try [
      ("places_in_order.c", "the same from places of a map"),
      ("places_shuffled.c", "the same from places of a map, frames shuffled"),
    ].map { source, name in
      progress(name)
      let coroutines = try SuspendedCoroutines(source, count: Self.manyCount)
      // Once round all places.
      let costs = (0..<repetitions).map { _ in coroutines.cost(runs: 1024) }
      return BenchRow(name, 1000 / median(costs), "M/s")
    }
  }
}

extension NativePeer {
  /// The number that the peer prints.
  func figure(_ arguments: [String]) throws -> Double {
    Double(try run(arguments).trimmingCharacters(in: .whitespacesAndNewlines)) ?? .nan
  }
}

import CoroutineFuzzing
import Foundation
import SamplePrograms
import Testing

/// Data paths that are suspended, moved, stopped and destroyed wherever that is possible do what they do otherwise.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct CoroutineFuzzerTests {
  /// In continuous integration many; fewer where somebody waits for the result.
  private static let programCount: Int = {
    #if DEBUG
      8
    #else
      ProcessInfo.processInfo.environment["CI"] == nil ? 30 : 1_000
    #endif
  }()

  private func search(
    _ fuzzer: inout CoroutineFuzzer, programCount: Int
  ) throws -> CoroutineFuzzer.Finding? {
    while fuzzer.programCount < programCount {
      if let finding = try fuzzer.step() { return finding }
    }
    return nil
  }

  private func expectNothing(_ fuzzer: inout CoroutineFuzzer, programCount: Int) throws {
    guard let finding = try search(&fuzzer, programCount: programCount) else { return }
    let least = try fuzzer.minimised(finding)
    Issue.record(
      "seed \(finding.seed): \(least.fault)\n\(least.circumstances)\n\(try fuzzer.listing(least))")
  }

  @Test func suspensionsChangeNothing() throws {
    let seed = FuzzSeed.given
    print("Fuzzing coroutines with seed \(seed)")
    var fuzzer = CoroutineFuzzer(try Surroundings.compiled.get(), seed: seed)
    try expectNothing(&fuzzer, programCount: Self.programCount)
    let statistics = fuzzer.statistics
    // Otherwise it would find nothing, whatever there is.
    #expect(statistics.accepted * 10 > fuzzer.programCount * 9, "\(statistics.refusals)")
    let counts = [
      statistics.suspensions, statistics.preemptions, statistics.destroyed, statistics.thrown,
      statistics.cancelled, statistics.moves, statistics.guests, UInt64(statistics.windows),
      UInt64(statistics.wrongRefused),
    ]
    #expect(counts.allSatisfy { $0 > 0 }, "seed \(seed): \(statistics)")
  }

  /// On threads, in whatever order the machine chooses.
  @Test func threadsChangeNothing() throws {
    let seed = FuzzSeed.given
    var fuzzer = CoroutineFuzzer(try Surroundings.compiled.get(), seed: seed, isReal: true)
    try expectNothing(&fuzzer, programCount: max(4, Self.programCount / 5))
    #expect(fuzzer.statistics.suspensions > 0, "\(fuzzer.statistics)")
  }

  @Test func theSeedDecidesEverything() throws {
    let statistics = try (0..<2).map { _ in
      var fuzzer = CoroutineFuzzer(try Surroundings.compiled.get(), seed: 11)
      #expect(try search(&fuzzer, programCount: 8) == nil)
      return fuzzer.statistics
    }
    #expect(statistics[0] == statistics[1])
  }
}

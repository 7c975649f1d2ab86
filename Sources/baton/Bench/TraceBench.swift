import Foundation
import Telemetry

/// What tracing costs a coroutine that suspends and is resumed, which is three events: suspend, stash, resume.
struct TraceBench {
  let folder: URL
  let repetitions: Int

  private static let eventsPerRound = 3.0

  func rows() throws -> [BenchRow] {
    progress("suspend + resume, traced and not")
    let coroutine = try SuspendedCoroutines("suspend.c", count: 1)
    var (untraced, traced): ([Double], [Double]) = ([], [])
    for _ in 0..<repetitions {
      untraced.append(coroutine.cost(runs: 20_000))
      traced.append(try coroutine.tracedCost(rounds: 2_000))
    }
    let perEvent = (median(traced) - median(untraced)) / Self.eventsPerRound
    return [
      BenchRow(
        "suspend + resume, traced", ours: traced, unit: "ns", peer: "not traced", theirs: untraced,
        bar: nil),
      BenchRow("an event of a trace", perEvent, "ns", bar: .atMost(20)),
    ]
  }
}

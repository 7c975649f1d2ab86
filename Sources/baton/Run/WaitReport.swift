import Foundation
import Runtime
import Telemetry

/// What went through the queues of coroutines until the workers stopped, and what waited there then.
struct WaitReport {
  let queues: [QueueStatistics]

  var text: String {
    var table = TextTable([
      "queue", "handed over", "refused", "went on", "destroyed", "waiting", "oldest", "mean wait",
      "half within", "99 % within",
    ])
    for queue in queues {
      table.add([
        queue.name, "\(queue.handedOver)", "\(queue.refused)", "\(queue.wentOn)",
        "\(queue.destroyed)", "\(queue.depth)",
        queue.depth == 0 ? "" : duration(Double(queue.oldestNanoseconds)),
        queue.wentOn == 0 ? "" : duration(queue.meanNanoseconds),
        Self.bound(queue, 0.5), Self.bound(queue, 0.99),
      ])
    }
    return table.text
  }

  private static func bound(_ queue: QueueStatistics, _ share: Double) -> String {
    queue.waits.bound(ofShare: share).map { duration(Double($0)) } ?? ""
  }

  var json: [[String: Any]] {
    queues.map { queue in
      [
        "queue": queue.name, "handedOver": queue.handedOver, "refused": queue.refused,
        "wentOn": queue.wentOn, "destroyed": queue.destroyed, "depth": queue.depth,
        "oldestNanoseconds": queue.oldestNanoseconds, "waitNanoseconds": queue.waitNanoseconds,
        "waits": Self.json(queue.waits),
      ]
    }
  }

  /// The places at which there are values.
  private static func json(_ histogram: LogHistogram) -> [[String: UInt64]] {
    histogram.counts.enumerated().filter { $1 > 0 }.map { place, count in
      ["nanosecondsUpTo": LogHistogram.bound(ofPlace: place), "count": count]
    }
  }
}

/// A time in the unit that leaves one to three digits before the point.
func duration(_ nanoseconds: Double) -> String {
  for (unit, size) in [("s", 1e9), ("ms", 1e6), ("µs", 1e3)] where nanoseconds >= size {
    return "\(String(format: "%.1f", nanoseconds / size)) \(unit)"
  }
  return "\(Int(nanoseconds)) ns"
}

import Load

/// What was measured of one server, over all rounds.
struct RoundTrips {
  let name: String
  private(set) var all = Latencies()
  /// The median of each round, in nanoseconds.
  private(set) var medians: [UInt64] = []
  /// Pings that were not answered in time.
  var lostCount = 0

  init(name: String) { self.name = name }

  mutating func add(_ round: Latencies) {
    all.add(round)
    medians.append(round.percentile(50))
  }

  var row: [String] {
    [name, "\(all.count)"] + Latencies.columns.map { microseconds(all.percentile($0.percentile)) }
  }

  static let header = ["round trips, 64 octets", "pings"] + Latencies.columns.map(\.name)

  /// In nanoseconds.
  var json: [String: Any] {
    var object: [String: Any] = ["name": name, "pings": all.count, "roundMedians": medians]
    for column in Latencies.columns { object[column.name] = all.percentile(column.percentile) }
    return object
  }
}

extension RoundTrips {
  /// Of the other server's median round trip, how much this one's takes.
  func ratio(to other: RoundTrips) -> Double {
    Double(all.percentile(50)) / Double(max(other.all.percentile(50), 1))
  }

  /// The same of each pair of rounds, the smallest first: how far it can be trusted.
  func roundRatios(to other: RoundTrips) -> [Double] {
    zip(medians, other.medians).map { Double($0) / Double(max($1, 1)) }.sorted()
  }
}

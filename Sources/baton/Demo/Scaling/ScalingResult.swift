import Load

/// What one policy has made of a load that changes.
struct ScalingResult {
  var policy: String
  var coreCount: Int
  var windows: [Window]
  /// How long requests stayed.
  var latencies: Latencies
  /// How often a worker went from one core to another.
  var moveCount: Int
  /// How much of a core of its own the policy took.
  var policyShare: Double
  var lostCount: UInt64
  /// Why the policy decides no more; nil where it does.
  var fault: String?

  /// A piece of the time, in nanoseconds.
  struct Window {
    var begin: UInt64
    var end: UInt64
    /// In the mean.
    var heldCores: Double
    var busyCores: Double
    /// Of how long requests stayed that arrived then, in nanoseconds; nil where none did.
    var p99: UInt64?
  }

  // Means over all windows, which are equally long.
  private func mean(_ value: (Window) -> Double) -> Double {
    windows.isEmpty ? .nan : windows.reduce(0) { $0 + value($1) } / Double(windows.count)
  }

  var heldCores: Double { mean(\.heldCores) }
  var busyCores: Double { mean(\.busyCores) }
  /// Of the cores' time: cores that the policy did not hold.
  var givenBack: Double { 1 - heldCores / Double(coreCount) }
  /// Of the cores' time: what passed on cores that it held, without anything to do. A core that is taken away may still have a
  /// turn to end.
  var idle: Double { max(heldCores - busyCores, 0) / Double(coreCount) }
  /// Both: what could be lent to others.
  var free: Double { 1 - busyCores / Double(coreCount) }

  // MARK: For people

  static let percentiles = [50, 99, 99.9]
  static let columns: [(name: String, width: Int)] = [
    ("policy", 12), ("cores held", 10), ("given back", 10), ("idle", 6), ("could be lent", 13),
    ("p50", 9), ("p99", 9), ("p99.9", 9), ("moves", 7), ("policy's own", 12), ("lost", 5),
  ]

  var row: [String] {
    guard !windows.isEmpty else { return [policy] }
    return [
      policy, String(format: "%.2f", heldCores), percent(givenBack), percent(idle), percent(free),
    ] + Self.percentiles.map { duration(Double(latencies.percentile($0))) }
      + ["\(moveCount)", percent(policyShare), "\(lostCount)"]
  }

  // MARK: For programs

  var json: [String: Any] {
    var object: [String: Any] = [
      "policy": policy, "requests": latencies.count, "moves": moveCount,
      "policyShareOfItsCore": policyShare, "lost": lostCount,
      "nanoseconds": Dictionary(
        uniqueKeysWithValues: Self.percentiles.map {
          (percentileName($0), latencies.percentile($0))
        }),
      "windows": windows.map(\.json),
    ]
    object["fault"] = fault
    guard !windows.isEmpty else { return object }
    object["heldCores"] = heldCores
    object["busyCores"] = busyCores
    object["givenBack"] = givenBack
    object["idle"] = idle
    object["free"] = free
    return object
  }
}

extension ScalingResult.Window {
  fileprivate var json: [String: Any] {
    var object: [String: Any] = [
      "begin": begin, "end": end, "heldCores": heldCores, "busyCores": busyCores,
    ]
    object["p99"] = p99
    return object
  }
}

import Load

/// What one policy has made of a load that changes.
struct ScalingResult {
  var policy: String
  var coreCount: Int
  var isVirtual: Bool
  var windows: [Window]
  /// How long requests stayed, but for those in gaps.
  var latencies: Latencies
  /// Requests of whose time a tenth or more lies where the load's thread did not run.
  var inGapsCount: Int
  /// How often a worker went from one core to another.
  var moveCount: Int
  /// How much of a core of its own the policy took; 0 where it has none.
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
    /// Lent to best-effort work.
    var lentCores: Double
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
  /// Of the cores' time: what best-effort work had.
  var lent: Double { mean(\.lentCores) / Double(coreCount) }

  // MARK: For people

  static let percentiles = [50, 99, 99.9]
  static func columns(isVirtual: Bool) -> [(name: String, width: Int)] {
    let cores = [
      ("policy", 12), ("cores held", 10), ("given back", 10), ("idle", 6), ("could be lent", 13),
    ]
    let stays = [("p50", 9), ("p99", 9), ("p99.9", 9), ("moves", 7)]
    return isVirtual
      ? cores + stays + [("policy's own", 12), ("lost", 5)]
      : cores + [("was lent", 8)] + stays + [("lost", 5), ("in gaps", 7)]
  }

  var row: [String] {
    guard !windows.isEmpty else { return [policy] }
    let cores = [
      policy, String(format: "%.2f", heldCores), percent(givenBack), percent(idle), percent(free),
    ]
    let stays =
      Self.percentiles.map { duration(Double(latencies.percentile($0))) } + ["\(moveCount)"]
    return isVirtual
      ? cores + stays + [percent(policyShare), "\(lostCount)"]
      : cores + [percent(lent)] + stays + ["\(lostCount)", "\(inGapsCount)"]
  }

  // MARK: For programs

  var json: [String: Any] {
    var object: [String: Any] = [
      "policy": policy, "requests": latencies.count, "moves": moveCount, "lost": lostCount,
      "nanoseconds": Dictionary(
        uniqueKeysWithValues: Self.percentiles.map {
          (percentileName($0), latencies.percentile($0))
        }),
      "windows": windows.map(\.json),
    ]
    object["fault"] = fault
    if isVirtual {
      object["policyShareOfItsCore"] = policyShare
    } else {
      object["inGaps"] = inGapsCount
    }
    guard !windows.isEmpty else { return object }
    object["heldCores"] = heldCores
    object["busyCores"] = busyCores
    object["givenBack"] = givenBack
    object["idle"] = idle
    object["free"] = free
    if !isVirtual { object["lent"] = lent }
    return object
  }
}

extension ScalingResult.Window {
  fileprivate var json: [String: Any] {
    var object: [String: Any] = [
      "begin": begin, "end": end, "heldCores": heldCores, "busyCores": busyCores,
      "lentCores": lentCores,
    ]
    object["p99"] = p99
    return object
  }
}

import Load

/// What one policy makes of one load.
struct DispatchPoint {
  var policy: String
  /// Offered, as a share of the serving cores.
  var load: Double
  var ratePerSecond: Double
  var result: LoadResult

  static let percentiles = [50, 99, 99.9]

  /// How long short requests stayed, in nanoseconds.
  func stay(_ percentile: Double) -> UInt64 {
    result.record.sojourns[DispatchDemo.shortClass].percentile(percentile)
  }

  /// The slowdown of all requests.
  func slowdown(_ percentile: Double) -> Double {
    result.record.slowdown(percentile)
  }

  var hasAnswers: Bool { result.record.sojourns[DispatchDemo.shortClass].count > 0 }
  /// Of all classes, those in gaps among them.
  var answerCount: UInt64 { result.record.count + result.inGaps.count }
  var lostCount: UInt64 { result.refusedCount + result.openCount }

  // MARK: For people

  static func columns(isVirtual: Bool) -> [(name: String, width: Int)] {
    let columns = [
      ("policy", 12), ("load", 5), ("requests/s", 10), ("short p50", 9), ("p99", 9), ("p99.9", 9),
      ("slowdown p50", 12), ("p99", 7), ("p99.9", 7), ("answers", 8), ("lost", 5),
    ]
    return isVirtual ? columns : columns + [("in gaps", 7)]
  }

  func row(isVirtual: Bool) -> [String] {
    let figures =
      hasAnswers
      ? Self.percentiles.map { duration(Double(stay($0))) }
        + Self.percentiles.map { decimal(slowdown($0)) }
      : Array(repeating: "–", count: 2 * Self.percentiles.count)
    let row =
      [policy, percent(load), thousands(ratePerSecond)] + figures
      + ["\(result.record.count)", "\(lostCount)"]
    return isVirtual ? row : row + ["\(result.inGaps.count)"]
  }

  private func decimal(_ value: Double) -> String {
    String(format: value < 100 ? "%.1f" : "%.0f", value)
  }

  // MARK: For programs

  var json: [String: Any] {
    [
      "policy": policy, "load": load, "ratePerSecond": ratePerSecond,
      "record": json(result.record), "inGaps": json(result.inGaps),
      "lost": lostCount,
    ]
  }

  private func json(_ record: LoadRecord) -> [String: Any] {
    let short = record.sojourns[DispatchDemo.shortClass]
    var object: [String: Any] = ["answers": record.count, "shortAnswers": short.count]
    guard short.count > 0 else { return object }
    object["shortNanoseconds"] = json { short.percentile($0) }
    object["slowdown"] = json { record.slowdown($0) }
    return object
  }

  private func json(_ value: (Double) -> Any) -> [String: Any] {
    Dictionary(uniqueKeysWithValues: Self.percentiles.map { (percentileName($0), value($0)) })
  }
}

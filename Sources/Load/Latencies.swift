import Histogram

/// Latencies of one class of traffic, in nanoseconds.
public struct Latencies {
  private static let most: UInt64 = 60_000_000_000
  private var histogram = Histogram<UInt64>(
    highestTrackableValue: most, numberOfSignificantValueDigits: .three)

  public init() {}

  /// A minute and more count as a minute.
  public mutating func record(_ nanoseconds: UInt64) {
    _ = histogram.record(min(nanoseconds, Self.most))
  }

  /// Takes in all of another's.
  public mutating func add(_ other: Latencies) {
    for value in other.histogram.recordedValues() {
      _ = histogram.record(value.value, count: value.count)
    }
  }

  public var count: UInt64 { histogram.totalCount }

  public func percentile(_ percentile: Double) -> UInt64 {
    count == 0 ? 0 : histogram.valueAtPercentile(percentile)
  }

  /// The percentiles that every table shows.
  public static let columns: [(name: String, percentile: Double)] = [
    ("p50", 50), ("p90", 90), ("p99", 99), ("p99.9", 99.9), ("max", 100),
  ]
}

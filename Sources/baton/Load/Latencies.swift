import Foundation
import Histogram

/// Latencies of one class of traffic, in nanoseconds.
struct Latencies {
  private var histogram = Histogram<UInt64>(
    highestTrackableValue: 60_000_000_000, numberOfSignificantValueDigits: .three)

  mutating func record(_ nanoseconds: UInt64) {
    _ = histogram.record(min(nanoseconds, 60_000_000_000))
  }

  /// Takes in all of another's.
  mutating func add(_ other: Latencies) {
    for value in other.histogram.recordedValues() {
      _ = histogram.record(value.value, count: value.count)
    }
  }

  var count: UInt64 { histogram.totalCount }

  func percentile(_ percentile: Double) -> UInt64 {
    count == 0 ? 0 : histogram.valueAtPercentile(percentile)
  }

  /// The percentiles that every table shows.
  static let columns: [(name: String, percentile: Double)] = [
    ("p50", 50), ("p90", 90), ("p99", 99), ("p99.9", 99.9), ("max", 100),
  ]
}

/// A table of text for a terminal: the first column to the left, the others to the right.
struct TextTable {
  private var rows: [[String]]

  init(_ header: [String]) { rows = [header] }

  mutating func add(_ row: [String]) { rows.append(row) }

  var text: String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { Self.line($0, widths) }.joined(separator: "\n")
  }

  /// A row whose columns are as wide as that, or wider.
  static func line(_ row: [String], _ widths: [Int]) -> String {
    zip(row, widths).enumerated().map { column, cell in
      let padding = String(repeating: " ", count: max(cell.1 - cell.0.count, 0))
      return column == 0 ? cell.0 + padding : padding + cell.0
    }.joined(separator: "  ")
  }
}

/// A duration as people read it.
func microseconds(_ nanoseconds: UInt64) -> String {
  String(format: "%.1f µs", Double(nanoseconds) / 1000)
}

func thousands(_ value: Double) -> String { String(format: "%.1f k", value / 1000) }

import Foundation

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

/// A share as people read it.
func percent(_ share: Double) -> String { String(format: "%.0f %%", 100 * share) }

func percentileName(_ percentile: Double) -> String { String(format: "p%g", percentile) }

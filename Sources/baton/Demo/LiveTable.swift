import Foundation

/// A table whose last row changes while it is measured, where somebody is watching; elsewhere a row appears once it is final.
struct LiveTable {
  private let widths: [Int]
  private let isTerminal = isatty(STDOUT_FILENO) == 1

  /// Prints the header. The first column is set to the left, the others to the right.
  init(_ columns: [(name: String, width: Int)]) {
    widths = columns.map(\.width)
    write(line(columns.map(\.name)) + "\n")
  }

  /// Shows the row as it is now.
  func show(_ row: [String]) {
    // The cursor goes back to the line's beginning; what is behind its end is cleared (ECMA-48: EL).
    if isTerminal { write(line(row) + "\u{1b}[K\r") }
  }

  /// The row stays.
  func finish(_ row: [String]) { write(line(row) + (isTerminal ? "\u{1b}[K\n" : "\n")) }

  private func line(_ row: [String]) -> String { TextTable.line(row, widths) }

  private func write(_ text: String) {
    print(text, terminator: "")
    // Also where there is no line's end.
    fflush(nil)
  }
}

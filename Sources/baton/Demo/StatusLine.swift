import Foundation

/// What is being done: a line on standard error that changes, where somebody is watching; elsewhere a line for each thing that is
/// begun.
struct StatusLine {
  private static let isTerminal = isatty(STDERR_FILENO) == 1

  /// Something begins.
  func begin(_ text: String) { if Self.isTerminal { show(text) } else { note(text) } }

  /// It goes on.
  func show(_ text: String) {
    // ECMA-48: EL clears what is behind the cursor.
    if Self.isTerminal { Self.write("\r\(text)\u{1b}[K") }
  }

  /// Makes room for what is printed next.
  func clear() { if Self.isTerminal { Self.write("\r\u{1b}[K") } }

  private static func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}

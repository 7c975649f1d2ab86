import Foundation

/// Colours for verdicts, where there is a terminal and nobody asked for none (https://no-color.org).
struct Palette {
  private let isColoured: Bool

  static let output = Palette(
    isColoured: isatty(STDOUT_FILENO) == 1
      && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty)

  private init(isColoured: Bool) { self.isColoured = isColoured }

  func good(_ text: String) -> String { painted(text, 32) }
  func bad(_ text: String) -> String { painted(text, 31) }
  func doubtful(_ text: String) -> String { painted(text, 33) }

  private func painted(_ text: String, _ colour: Int) -> String {
    isColoured ? "\u{1b}[\(colour)m\(text)\u{1b}[0m" : text
  }
}

import Foundation
import Synchronization

/// A line at the end of a terminal that says what is being done, once that takes long.
final class ProgressLine: Sendable {
  private struct State {
    /// What is being done; nil while nothing is.
    var text: String?
    var isVisible = false
    var isOver = false
  }

  private let state = Mutex(State())

  private static let delay = Duration.seconds(2)
  private static let interval = Duration.milliseconds(200)

  /// Nil when standard error is no terminal.
  init?() {
    guard isatty(STDERR_FILENO) == 1 else { return nil }
    Task.detached { [self] in
      try? await Task.sleep(for: Self.delay)
      while refresh() { try? await Task.sleep(for: Self.interval) }
    }
  }

  func show(_ text: String) { state.withLock { $0.text = text } }

  /// Makes room for what is printed next.
  func clear() {
    state.withLock { state in
      state.text = nil
      Self.erase(&state)
    }
  }

  func end() {
    state.withLock { state in
      state.isOver = true
      Self.erase(&state)
    }
  }

  /// False when nobody needs it any more.
  private func refresh() -> Bool {
    state.withLock { state in
      guard !state.isOver else { return false }
      Self.erase(&state)
      if let text = state.text {
        Self.write(text)
        state.isVisible = true
      }
      return true
    }
  }

  private static func erase(_ state: inout State) {
    if state.isVisible { write("\r\u{1b}[K") }
    state.isVisible = false
  }

  private static func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}

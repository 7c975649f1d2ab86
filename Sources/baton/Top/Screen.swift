import Foundation

/// Where looks are shown: one over the other on a terminal, one behind the other elsewhere.
struct Screen {
  let palette = Palette.output
  private let isLive: Bool

  init(isLive: Bool) {
    self.isLive = isLive && isatty(STDOUT_FILENO) == 1
    // The terminal's other screen, so that what was there before comes back (xterm: DECSET 1049).
    if self.isLive { write("\u{1b}[?1049h") }
  }

  func show(_ text: String) {
    guard isLive else { return write(text + "\n\n") }
    // Home, each line cleared behind its end, then all that was below (ECMA-48: CUP, EL, ED).
    let lines = text.replacingOccurrences(of: "\n", with: "\u{1b}[K\n")
    write("\u{1b}[H" + lines + "\u{1b}[K\n\u{1b}[J")
  }

  func leave() { if isLive { write("\u{1b}[?1049l") } }

  private func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
}

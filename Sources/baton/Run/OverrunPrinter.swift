import Runtime
import Verifier

/// Shows which programs ran for too long, and where they were, on standard error.
struct OverrunPrinter {
  private let unit: LoadedUnit
  private let milliseconds: Double

  init(_ unit: LoadedUnit, limit milliseconds: Double) {
    self.unit = unit
    self.milliseconds = milliseconds
  }

  /// Those since the last time.
  func show() {
    let image = unit.verified.unit.image
    for overrun in unit.overruns.take() {
      switch overrun.kind {
      case .cancelled(let slot):
        note(
          "worker \(overrun.worker): cancelled at insn \(image.place(of: slot))\(image.source(of: slot)): it ran for more "
            + "than \(milliseconds.formatted()) ms")
      case .stuck(let entry):
        note(
          "worker \(overrun.worker): \(image.functions[entry].name) runs for more than "
            + "\(milliseconds.formatted()) ms, and comes to no safe point")
      }
    }
  }
}

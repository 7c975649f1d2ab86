import Runtime
import Verifier

/// Shows which programs ran for too long, and where they were, on standard error.
struct OverrunPrinter {
  private let controller: InstanceController
  private let milliseconds: Double

  init(_ controller: InstanceController, limit milliseconds: Double) {
    self.controller = controller
    self.milliseconds = milliseconds
  }

  /// Those since the last time.
  func show() {
    for unit in controller.units { show(unit) }
  }

  private func show(_ unit: LoadedUnit) {
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

import Foundation
import Runtime

/// Shows which programs ran for too long, which coroutines waited for too long, and where they were, on standard error.
struct OverrunPrinter {
  private let controller: InstanceController
  private let milliseconds: Double

  init(_ controller: InstanceController, limit milliseconds: Double) {
    self.controller = controller
    self.milliseconds = milliseconds
  }

  /// Those since the last time.
  func show() {
    for unit in controller.units {
      for overrun in unit.overruns.take() {
        let text = unit.text(of: overrun, limit: milliseconds.formatted())
        note("worker \(overrun.worker): \(text)")
      }
    }
  }
}

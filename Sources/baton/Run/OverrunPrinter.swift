import Foundation
import Runtime
import Verifier

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
    for unit in controller.units { show(unit) }
  }

  private func show(_ unit: LoadedUnit) {
    for overrun in unit.overruns.take() {
      note("worker \(overrun.worker): \(text(of: overrun.kind, unit))")
    }
  }

  private func text(of kind: Overrun.Kind, _ unit: LoadedUnit) -> String {
    switch kind {
    case .cancelled(let slot):
      "cancelled at \(place(slot, unit)): it ran for more than \(milliseconds.formatted()) ms"
    case .stuck(let stuck): text(of: stuck, unit)
    case .forgotten(let coroutine): text(of: coroutine, unit)
    }
  }

  private func text(of stuck: StuckProgram, _ unit: LoadedUnit) -> String {
    let program = unit.verified.unit.image.functions[stuck.entry].name
    let time = Self.milliseconds(stuck.nanoseconds)
    guard let call = stuck.call, let function = unit.verified.unit.contract(calledAt: call) else {
      return "\(program) runs for \(time) ms, and comes to no safe point"
    }
    return
      "exported function \(function.name), called at \(place(call, unit)), runs for \(time) ms "
      + "in a turn of \(program): it can't be cancelled"
  }

  private func text(of coroutine: ForgottenCoroutine, _ unit: LoadedUnit) -> String {
    let functions = unit.verified.unit.image.functions
    let place = coroutine.slot.map { ", where it waited since \(self.place($0, unit))" } ?? ""
    return "coroutine \(coroutine.name) of \(functions[coroutine.program].name) was cancelled in "
      + "\(functions[coroutine.queue].name)\(place): nobody resumed it for "
      + "\(Self.milliseconds(coroutine.nanoseconds)) ms"
  }

  private func place(_ slot: Int, _ unit: LoadedUnit) -> String {
    let image = unit.verified.unit.image
    return "insn \(image.place(of: slot))\(image.source(of: slot))"
  }

  private static func milliseconds(_ nanoseconds: UInt64) -> String {
    (nanoseconds / 1_000_000).formatted()
  }
}

import Foundation
import Runtime
import Verifier

/// Shows which programs ran for too long, which coroutines waited for too long, and where they were, on standard error.
struct OverrunPrinter {
  private let unit: LoadedUnit
  private let milliseconds: Double

  init(_ unit: LoadedUnit, limit milliseconds: Double) {
    self.unit = unit
    self.milliseconds = milliseconds
  }

  /// Those since the last time.
  func show() {
    for overrun in unit.overruns.take() {
      note("worker \(overrun.worker): \(text(of: overrun.kind))")
    }
  }

  private func text(of kind: Overrun.Kind) -> String {
    switch kind {
    case .cancelled(let slot):
      "cancelled at \(place(slot)): it ran for more than \(milliseconds.formatted()) ms"
    case .stuck(let stuck): text(of: stuck)
    case .forgotten(let coroutine): text(of: coroutine)
    }
  }

  private func text(of stuck: StuckProgram) -> String {
    let program = unit.verified.unit.image.functions[stuck.entry].name
    let time = Self.milliseconds(stuck.nanoseconds)
    guard let call = stuck.call, let function = unit.verified.unit.contract(calledAt: call) else {
      return "\(program) runs for \(time) ms, and comes to no safe point"
    }
    return "exported function \(function.name), called at \(place(call)), runs for \(time) ms "
      + "in a turn of \(program): it can't be cancelled"
  }

  private func text(of coroutine: ForgottenCoroutine) -> String {
    let functions = unit.verified.unit.image.functions
    let place = coroutine.slot.map { ", where it waited since \(self.place($0))" } ?? ""
    return "coroutine \(coroutine.name) of \(functions[coroutine.program].name) was cancelled in "
      + "\(functions[coroutine.queue].name)\(place): nobody resumed it for "
      + "\(Self.milliseconds(coroutine.nanoseconds)) ms"
  }

  private func place(_ slot: Int) -> String {
    let image = unit.verified.unit.image
    return "insn \(image.place(of: slot))\(image.source(of: slot))"
  }

  private static func milliseconds(_ nanoseconds: UInt64) -> String {
    (nanoseconds / 1_000_000).formatted()
  }
}

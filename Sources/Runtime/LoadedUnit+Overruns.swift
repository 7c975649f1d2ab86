import Verifier

/// What the watchdog has found, in words.
extension LoadedUnit {
  /// What ran or waited for too long, and where, in a line. `limit` is how many milliseconds a program may run at a time.
  public func text(of overrun: Overrun, limit: String) -> String {
    switch overrun.kind {
    case .cancelled(let slot):
      "cancelled at \(place(slot)): it ran for more than \(limit) ms"
    case .stuck(let stuck): text(of: stuck)
    case .forgotten(let coroutine): text(of: coroutine)
    }
  }

  private func text(of stuck: StuckProgram) -> String {
    let program = verified.unit.image.functions[stuck.entry].name
    let time = stuck.nanoseconds / 1_000_000
    guard let call = stuck.call, let function = verified.unit.contract(calledAt: call) else {
      return "\(program) runs for \(time) ms, and comes to no safe point"
    }
    return
      "exported function \(function.name), called at \(place(call)), runs for \(time) ms "
      + "in a turn of \(program): it can't be cancelled"
  }

  /// Where a turn is that began with that program, and has called that last, in words.
  func text(ofTurnIn entry: Int, lastCall: Int?) -> String {
    let program = "in \(verified.unit.image.functions[entry].name)"
    guard let call = lastCall, let function = verified.unit.contract(calledAt: call) else {
      return program
    }
    return "\(program), which has called \(function.name) last, at \(place(call))"
  }

  private func text(of coroutine: ForgottenCoroutine) -> String {
    let functions = verified.unit.image.functions
    let place = coroutine.slot.map { ", where it waited since \(self.place($0))" } ?? ""
    return "coroutine \(coroutine.name) of \(functions[coroutine.program].name) was cancelled in "
      + "\(functions[coroutine.queue].name)\(place): nobody resumed it for "
      + "\(coroutine.nanoseconds / 1_000_000) ms"
  }

  private func place(_ slot: Int) -> String {
    let image = verified.unit.image
    return "insn \(image.place(of: slot))\(image.source(of: slot))"
  }
}

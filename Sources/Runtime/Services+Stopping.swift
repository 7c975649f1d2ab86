import CBaton
import Interpreter
import Telemetry

/// Safe points: what becomes of a program whose budget is used up.
extension Services {
  /// Answers whether the program that runs is to stop at the safe point that it has come to.
  mutating func stopVerdict(_ execution: Execution, maySuspend: Bool) -> StopVerdict {
    let now = clock.now()
    unsafe execution.pointee.now = now
    let frame = unsafe execution.pointee.current
    let coroutine = signals.coroutine(on: worker)
    let run = coroutine == .none ? signals.program(on: worker) : coroutine
    if !clock.isVirtual { budget.note(run, at: now) }
    unsafe execution.pointee.budget = budget.instructions
    unsafe execution.pointee.refill = budget.instructions
    // Whose turn is over is seen by the clock alone.
    unsafe execution.pointee.quick_looks = quantum == 0 && loan == nil ? budget.quickLooks : 0
    let isPreemptible = unsafe isPreemptible(frame)
    if let planned = unsafe plannedVerdict(
      frame, execution, maySuspend: maySuspend && isPreemptible)
    {
      return unsafe note(planned, frame, at: now, execution)
    }
    switch signals.take(for: run, on: worker) {
    case .cancel?:
      counters.cancelled += 1
      return .cancel
    case .suspend? where maySuspend && isPreemptible:
      unsafe noteSuspension(frame, CO_REQUEST, at: now, execution)
      return .suspend
    default: break
    }
    guard maySuspend, isPreemptible else { return .goOn }
    if let loan = unsafe loan, unsafe loan.pointee.isOver(at: now) {
      counters.coresGivenBack += 1
      unsafe noteSuspension(frame, CO_REQUEST, at: now, execution)
      return .suspend
    }
    guard quantum > 0 else { return .goOn }
    guard turn.run == coroutine else {
      // It has run for a budget at most.
      turn = (coroutine, now)
      return .goOn
    }
    guard now - turn.begin >= quantum else { return .goOn }
    unsafe noteSuspension(frame, CO_QUANTUM, at: now, execution)
    return .suspend
  }

  /// An exported function may take as long as a budget does, which counts instructions. Whose turn ends by the clock looks at
  /// it at the next safe point; what others ask for may wait for some calls more.
  mutating func noteLongCall() {
    budget.cutShort()
    let execution = unsafe baton_current_execution()!
    let endsByClock = unsafe loan != nil || quantum > 0
    let cost = budget.instructions / Self.longCallsPerBudget
    unsafe execution.pointee.budget = endsByClock ? 0 : execution.pointee.budget &- cost
  }

  private static let longCallsPerBudget: Int64 = 4

  /// The verdict, once it is counted.
  private mutating func note(
    _ verdict: StopVerdict, _ frame: Frame?, at now: UInt64, _ execution: Execution
  ) -> StopVerdict {
    switch verdict {
    case .goOn: break
    case .suspend: unsafe noteSuspension(frame, CO_REQUEST, at: now, execution)
    case .cancel: counters.cancelled += 1
    }
    return verdict
  }

  private func isPreemptible(_ frame: Frame?) -> Bool {
    guard let frame = unsafe frame else { return false }
    return unsafe versions.unit(of: frame)._withUnsafeGuaranteedRef {
      unsafe $0.isPreemptible(Int(frame.pointee.program))
    }
  }

  /// Completes the head of a frame whose coroutine is suspended from outside.
  private mutating func noteSuspension(
    _ frame: Frame?, _ reason: co_preemption, at now: UInt64, _ execution: Execution
  ) {
    guard let frame = unsafe frame else {
      preconditionFailure("only coroutines are suspended")
    }
    unsafe frame.pointee.handle.argument = u64(reason.rawValue)
    unsafe frame.pointee.handle.suspended_at = now
    unsafe frame.pointee.handle.worker = execution.pointee.worker
    unsafe frame.pointee.handle.queue = versions.unit(of: frame)._withUnsafeGuaranteedRef {
      $0.preemptionMark
    }
    unsafe batonTrace(execution, frame, u32(TraceEvent.Kind.preempt.rawValue))
    counters.preempted += 1
  }
}

extension UnsafeMutablePointer<Services> {
  /// Ends the program that has come to the safe point at `slot`, as a throw would.
  fileprivate func cancel(
    at slot: Int, framePointer: UInt64, stackPointer: UInt64, on execution: Services.Execution
  ) -> baton_landing {
    unsafe pointee.noteCancellation(at: slot)
    return unsafe unwind(
      slot: slot, framePointer: framePointer, stackPointer: stackPointer, on: execution)
  }
}

extension Services {
  fileprivate func noteCancellation(at slot: Int) {
    let time = clock.now()
    unsafe versions.unit(ofSlot: slot)._withUnsafeGuaranteedRef {
      let place = slot - $0.place.firstSlot
      $0.overruns.note(Overrun(worker: worker, time: time, kind: .cancelled(slot: place)))
    }
  }
}

/// A coroutine's budget is used up at a safe point: a ``StopVerdict``.
@c
func batonSafePoint(_ execution: UnsafeMutablePointer<baton_execution>) -> u32 {
  unsafe Services.of(execution).pointee.stopVerdict(execution, maySuspend: true).rawValue
}

/// The interpreter's program has used up its budget at the safe point at `slot`.
@c
func batonSafePointAt(
  _ execution: UnsafeMutablePointer<baton_execution>, _ maySuspend: u32, _ slot: u64
) -> u32 {
  let services = unsafe Services.of(execution)
  let verdict = unsafe services.pointee.stopVerdict(execution, maySuspend: maySuspend != 0)
  if verdict == .cancel { unsafe services.pointee.noteCancellation(at: Int(slot)) }
  return verdict.rawValue
}

/// The current coroutine, whose frame was completed at a safe point, is cancelled there.
@c
func batonCancel(
  _ execution: UnsafeMutablePointer<baton_execution>, _ framePointer: u64, _ stackPointer: u64
) -> baton_landing {
  let services = unsafe Services.of(execution)
  let unit = unsafe services.pointee.versions.unit(of: execution.pointee.current)
  let slot = unsafe unit._withUnsafeGuaranteedRef {
    unsafe $0.place.firstSlot + $0.noteStop(execution)
  }
  return unsafe services.cancel(
    at: slot, framePointer: framePointer, stackPointer: stackPointer, on: execution)
}

/// The budget is used up of a program that can only be cancelled, at the safe point that `site` belongs to.
@c
func batonCancellationPoint(
  _ execution: UnsafeMutablePointer<baton_execution>, _ framePointer: u64, _ stackPointer: u64,
  _ site: u64
) -> baton_landing {
  let services = unsafe Services.of(execution)
  guard unsafe services.pointee.stopVerdict(execution, maySuspend: false) == .cancel else {
    return baton_landing(stack_pointer: 0, result: 0)
  }
  let unit = unsafe services.pointee.versions.unit(ofSite: site)
  let slot = unsafe unit._withUnsafeGuaranteedRef { $0.place.firstSlot + $0.slot(ofSite: site) }
  return unsafe services.cancel(
    at: slot, framePointer: framePointer, stackPointer: stackPointer, on: execution)
}

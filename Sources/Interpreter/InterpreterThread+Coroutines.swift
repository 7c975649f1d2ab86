import CBaton
import Verifier

/// How levels begin and end: resuming, suspending, finishing.
extension InterpreterThread {
  /// `co_await(queue = r1, argument = r2)` and its like: completes the frame, then runs the call's own part, if it has
  /// one, and the queue program, if there is one, which has the handle from here on.
  mutating func suspend(_ step: Step) -> Progress? {
    let flags = CallFlags(rawValue: step.source)
    if flags.contains(.nulls) { nullWhatIsGivenAway() }
    let framePointer = registers.framePointer
    let record = framePointer - UInt64(step.offset)
    save(at: record)
    guard flags.contains(.handsOver) else {
      execution.noteSuspension(record: record, argument: 0, queue: 0)
      return suspendByItself(step) ? leaveCoroutine(CO_SUSPENDED) : nil
    }
    let queue = FunctionAddress.firstSlot(of: registers[1])
    execution.noteSuspension(
      record: record, argument: registers[2], queue: unit.queueNumbers[queue] ?? 0)
    guard step.immediate == 0 || suspendByItself(step) else { return nil }
    execution.note(.suspend, by: unit.addresses.trace)
    let stackTop = levels.top.stackTop
    levels.push(
      Level(
        kind: .queue, stackTop: stackTop, callSlot: slot, callFramePointer: framePointer))
    registers[1] = step.immediate == 0 ? execution.current : execution.ticket
    registers[2] = ExecutionView.argument(ofFrame: execution.current)
    enter(at: queue, rootedAt: stackTop - 8)
    return nil
  }

  /// The part of its own that a suspending call has. False where the coroutine goes on with its result at once.
  private mutating func suspendByItself(_ step: Step) -> Bool {
    let result = Int32(
      truncatingIfNeeded: Memory.call(
        step.immediate, registers[1], registers[2], registers[3]))
    guard result <= 0 else { return true }
    registers[0] = Int64(result).unsigned
    goOn(after: slot)
    return false
  }

  /// `bpf_co_resume(r1)`: runs the coroutine until it suspends or ends.
  mutating func resume(_ step: Step) -> Progress? {
    if CallFlags(rawValue: step.source).contains(.nulls) { nullWhatIsGivenAway() }
    let framePointer = registers.framePointer
    let record = framePointer - UInt64(step.offset)
    save(at: record)
    let level = Level(
      kind: .coroutine, stackTop: record, callSlot: slot, callFramePointer: framePointer)
    guard Memory.load(at: ExecutionView.record(ofFrame: registers[1])) == Link.ticket else {
      return enterCoroutine(registers[1], level)
    }
    return enterByTicket(level)
  }

  /// Lets the coroutine go on for which the ticket in `r1` stands, if it still waits.
  private mutating func enterByTicket(_ level: Level) -> Progress? {
    levels.push(level)
    execution.current = registers[1]
    guard execution.takeTicket(unit.addresses.claim) else { return leaveCoroutine(CO_EXPIRED) }
    execution.catchUpWithSuspension()
    return goOnAnywhere(inFrame: execution.current)
  }

  /// Goes on where the coroutine at `frame` was suspended, or at its start. Out of steps where that is in another unit:
  /// the loop has to be begun anew.
  mutating func enterCoroutine(_ frame: UInt64, _ level: Level) -> Progress? {
    levels.push(level)
    execution.current = frame
    execution.catchUpWithSuspension()
    execution.noteResumption()
    execution.countRun()
    execution.note(.resume, by: unit.addresses.trace)
    return goOnAnywhere(inFrame: frame)
  }

  private mutating func goOnAnywhere(inFrame frame: UInt64) -> Progress? {
    let record = ExecutionView.record(ofFrame: frame)
    guard Memory.load(at: record) != Link.forgotten else {
      // It was cancelled while it waited, and owns nothing any more.
      execution.abandon(unit.addresses.abandon)
      return leaveCoroutine(CO_CANCELLED)
    }
    let isElsewhere = enterUnit(ofFunction: ExecutionView.program(ofFrame: frame))
    goOn(inFrame: frame, record: record)
    return isElsewhere ? .outOfSteps : nil
  }

  private mutating func goOn(inFrame frame: UInt64, record: UInt64) {
    let link = Memory.load(at: record)
    guard link != Link.start else {
      let number = ExecutionView.program(ofFrame: frame)
      let entry = unit.entries[number - unit.functionNumbers.lowerBound]
      precondition(entry.framePointerOffset > 0, "the program of a frame is a coroutine")
      registers[1] = ExecutionView.packet(ofFrame: frame)
      enter(at: entry.firstSlot, rootedAt: frame + UInt64(entry.framePointerOffset))
      return
    }
    guard let call = Link.slot(of: link) else {
      preconditionFailure("a suspended coroutine goes on behind a suspension point")
    }
    if unit.steps[call].kind == .safePoint { return goOn(atSafePoint: call, record: record) }
    precondition(unit.steps[call].kind == .suspend, "only there it was suspended")
    registers[0] = unit.steps[call].immediate == 0 ? 0 : ExecutionView.outcome(ofFrame: frame)
    goOn(after: call, record: record)
  }

  /// Goes on after the call at slot `call` that ran a level, with what it saved in `record`.
  private mutating func goOn(after call: Int, record: UInt64) {
    reload(from: record)
    registers.framePointer = record + UInt64(unit.steps[call].offset)
    goOn(after: call)
  }

  private mutating func goOn(afterLevel level: Level) {
    let step = unit.steps[level.callSlot]
    let record = level.callFramePointer - UInt64(step.offset)
    if step.kind == .safePoint {
      goOn(atSafePoint: level.callSlot, record: record)
    } else {
      goOn(after: level.callSlot, record: record)
    }
  }

  // MARK: Ends

  /// The outermost function of a level has returned `r0`.
  mutating func endLevel() -> Progress? {
    switch levels.top.kind {
    case .program:
      _ = levels.pop()
      return .finished(registers[0])
    case .coroutine:
      execution.finish(unit.addresses.finish, result: registers[0].low)
      return leaveCoroutine(CO_FINISHED)
    case .queue: return leaveQueue(result: registers[0])
    }
  }

  /// With a result ≥ 0, read as C's `int`, the frame belongs to somebody else, and isn't touched
  /// again; with another one the coroutine goes on with that.
  mutating func leaveQueue(result: UInt64) -> Progress? {
    let level = levels.pop()
    let result = Int32(truncatingIfNeeded: result)
    execution.note(result < 0 ? .refuse : .stash, by: unit.addresses.trace)
    guard result < 0 else { return leaveCoroutine(CO_SUSPENDED) }
    execution.noteRefusal()
    if unit.steps[level.callSlot].immediate != 0 { execution.withdraw(unit.addresses.withdraw) }
    registers[0] = Int64(result).unsigned
    goOn(afterLevel: level)
    return cancelIfInsisting(at: level.callSlot)
  }

  /// The level below goes on with the status: out of steps where that is in another unit.
  mutating func leaveCoroutine(_ status: co_status) -> Progress? {
    let level = levels.pop()
    execution.current = 0
    let isElsewhere = leaveUnit()
    guard levels.count > 0 else { return .finished(UInt64(status.rawValue)) }
    registers[0] = UInt64(status.rawValue)
    goOn(afterLevel: level)
    return isElsewhere ? .outOfSteps : nil
  }
}

import Bytecode
import CBaton
import Verifier

/// An instruction in front of which the program can be stopped.
struct StoppableStep {
  var point: SafePoint
  /// The instruction itself.
  var step: Step
  var operation: Operation?
  /// The first slot of the program that gets the handle.
  var queue: Int?
}

/// What the run time answers at a safe point whose program has used up its budget.
public enum StopVerdict: UInt32, Sendable {
  case goOn, suspend, cancel
}

/// Safe points: a coroutine is suspended, or a program cancelled, from outside.
extension InterpreterThread {
  /// A look at whether the program is to stop, then the instruction.
  mutating func runSafePoint(_ step: Step) -> Progress? {
    guard let stoppable = unit.safePoints[slot] else {
      preconditionFailure("the preparation keeps these instructions")
    }
    switch stop(at: stoppable) {
    case .goOn: return perform(stoppable)
    case .suspend:
      suspend(at: stoppable, step)
      return nil
    case .cancel: return unwind()
    }
  }

  /// Takes the cost of a round, and asks the run time when too much has been taken.
  mutating func stop(at stoppable: StoppableStep) -> StopVerdict {
    guard !execution.takes(cost: stoppable.point.cost) else { return .goOn }
    return execution.stopVerdict(
      unit.addresses.safePoint, maySuspend: stoppable.point.suspends && stoppable.queue != nil,
      slot: unit.addresses.firstSlot + slot)
  }

  /// Whoever is refused by a queue again and again without end is cancelled.
  mutating func cancelIfInsisting(at call: Int) -> Progress? {
    guard unit.addresses.safePoint != 0, unit.steps[call].kind == .suspend,
      !execution.takes(cost: SafePoint.refusalCost),
      execution.stopVerdict(
        unit.addresses.safePoint, maySuspend: false,
        slot: unit.addresses.firstSlot + call) == .cancel
    else { return nil }
    slot = call
    return unwind()
  }

  /// Completes the frame, then runs the program that gets the handle. Every register lives.
  mutating func suspend(at stoppable: StoppableStep, _ step: Step) {
    guard let queue = stoppable.queue else {
      preconditionFailure("the verifier found who gets the handle")
    }
    let framePointer = registers.framePointer
    let record = framePointer - UInt64(step.offset)
    save(at: record)
    for number in UInt8(0)...5 { Memory.store(registers[number], at: stopped(number)) }
    execution.noteRecord(record)
    let stackTop = levels.top.stackTop
    levels.push(
      Level(kind: .queue, stackTop: stackTop, callSlot: slot, callFramePointer: framePointer))
    registers[1] = execution.current
    registers[2] = ExecutionView.argument(ofFrame: execution.current)
    enter(at: queue, rootedAt: stackTop - 8)
  }

  /// Where a register lies that no record keeps.
  private func stopped(_ number: UInt8) -> UInt64 {
    execution.current + UInt64(unit.stoppedOffset) + 8 * UInt64(number)
  }

  /// Goes on with the instruction at the safe point `call`, where the coroutine was suspended.
  mutating func goOn(atSafePoint call: Int, record: UInt64) {
    reload(from: record)
    for number in UInt8(0)...5 { registers[number] = Memory.load(at: stopped(number)) }
    registers.framePointer = record + UInt64(unit.steps[call].offset)
    slot = call
  }

  /// Runs the instruction that the unit keeps aside.
  mutating func perform(_ stoppable: StoppableStep) -> Progress? {
    let step = stoppable.step
    switch stoppable.operation {
    case .exit: return exit()
    case .jump(let offset): slot += 1 + Int(offset)
    case .mayGoto(let offset): slot += takesIteration(step) ? 1 : 1 + Int(offset)
    case .branch(let comparison, let width, _, _, _):
      slot += 1 + (width == .word64 ? distance64(comparison, step) : distance32(comparison, step))
    default: preconditionFailure("only the end of a round is a safe point")
    }
    return nil
  }
}

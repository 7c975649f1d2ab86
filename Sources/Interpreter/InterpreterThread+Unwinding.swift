import CBaton
import Verifier

/// A throw: ends the level that runs, and releases what its functions own.
extension InterpreterThread {
  mutating func unwind() -> Progress? {
    execution.noteThrow(registers)
    // First: who sees that all is released sees what did it, too.
    execution.noteThrow(countedBy: unit.addresses.thrown)
    releaseOwned()
    return leaveAfterThrow()
  }

  /// Ends the level whose program threw, and has released what it owned.
  mutating func leaveAfterThrow() -> Progress? {
    switch levels.top.kind {
    case .program:
      _ = levels.pop()
      return .finished(UInt64(CO_CANCELLED.rawValue))
    case .coroutine:
      execution.abandon(unit.addresses.abandon)
      return leaveCoroutine(CO_CANCELLED)
    // The handle was stashed, or has just been released: it is no longer the coroutine's.
    case .queue: return leaveQueue(result: 0)
    }
  }

  /// Innermost function first, and in each the innermost place.
  private func releaseOwned() {
    release(at: slot, framePointer: registers.framePointer) { self[.register($0)] }
    var framePointer = registers.framePointer
    // A callee's `r10` is its caller's record.
    while let call = Link.slot(of: Memory.load(at: framePointer)) {
      let record = framePointer
      framePointer = callerFramePointer(record: record, call: call)
      // Only r6 to r9 outlive a call; the record keeps them behind its link.
      release(at: call, framePointer: framePointer) { Memory.load(at: record + 8 * UInt64($0 - 5)) }
    }
  }

  private func release(at slot: Int, framePointer: UInt64, _ register: (Int) -> UInt64) {
    for owned in unit.owned[slot] ?? [] {
      var place: UInt64 = 0
      let kept: UInt64
      switch owned.place {
      case .register(let number): kept = register(number)
      case .stackSlot(let index):
        place = framePointer - UInt64(8 * (index + 1))
        kept = Memory.load(at: place)
      }
      guard let value = owned.value.address(keeping: kept, in: place) else { continue }
      _ = Memory.call(owned.destructor, value)
    }
  }
}

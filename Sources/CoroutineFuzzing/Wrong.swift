import Bytecode

/// A mistake of a data path's own, which the verifier has to refuse, and checked mode to see where it is run without.
package enum Wrong: String, CaseIterable, Equatable, Sendable {
  /// Another coroutine's handle is taken, and forgotten.
  case handleLost
  /// It is put somewhere twice.
  case handleGivenTwice
  case handleDestroyedTwice
  /// A worker program resumes a handle twice.
  case handleResumedTwice
  /// A lock is held while the coroutine waits.
  case waitsUnderLock
  case packetGivenTwice
}

extension DataPath {
  /// Whether it breaks a clause.
  var isWrong: Bool { Wrong.allCases.contains(where: isWrong) }
}

extension DataPathEmitter {
  mutating func emitMistake(_ kind: Wrong) {
    switch kind {
    case .handleLost: emitGuestMistake { _ in }
    case .handleGivenTwice: emitGuestMistake { $0.twice(.guest(0)) { $0.callNear("give_guest") } }
    case .handleDestroyedTwice:
      emitGuestMistake { $0.twice(.guest(0)) { $0.call("bpf_co_destroy") } }
    case .handleResumedTwice:
      // The worker program makes it; this is whose handle it gets.
      emitWait { $0.loadAddress(.r1, of: .function("on_worker")) }
    case .waitsUnderLock:
      callNear("lock_guests")
      set(.value(0), .r0)
      callNear("go_wrong")
      emitWait { $0.loadAddress(.r1, of: .function("in_line")) }
      get(.value(0), into: .r1)
      callNear("unlock")
    case .packetGivenTwice:
      callNear("go_wrong")
      twice(.context) { $0.call("bpf_packet_drop") }
    }
  }

  private mutating func emitGuestMistake(_ make: (inout Self) -> Void) {
    let end = code.makeLabel()
    callNear("take_guest")
    code.branch(.equal, .word64, .r0, .immediate(0), to: end)
    set(.guest(0), .r0)
    callNear("go_wrong")
    make(&self)
    code.place(end)
    code.add(.move(.word64, destination: .r0, operand: .immediate(0)))
    set(.guest(0), .r0)
  }

  private mutating func twice(_ variable: Variable, _ give: (inout Self) -> Void) {
    for _ in 0..<2 {
      get(variable, into: .r1)
      give(&self)
    }
  }
}

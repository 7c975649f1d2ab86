import Bytecode
import Runtime
import Verifier

/// Mistakes to be made on purpose: a fuzzer that does not find them all is too weak.
package enum PlantedMistake: String, CaseIterable, Sendable {
  /// A suspension does not keep one of `r6` to `r9`.
  case registerNotRestored = "register-not-restored"
  /// Who is suspended at a safe point loses `r3`.
  case stoppedRegisterLost = "stopped-register-lost"
  /// What a coroutine owns in one of its places is not released with it.
  case ownedForgotten = "owned-forgotten"
  /// Who is destroyed keeps its packet.
  case packetLeaked = "packet-leaked"
  /// A ring forgets a handle at times.
  case handleLost = "handle-lost"
  /// A place in a map's value forgets the handle that was there.
  case displacedForgotten = "displaced-forgotten"
  /// A frame is written to after its handle was given away.
  case touchedTooLate = "touched-too-late"

  /// The only engine that can make it, if one alone can.
  var engine: EngineKind? {
    switch self {
    case .registerNotRestored, .stoppedRegisterLost: .jit
    default: nil
    }
  }

  /// What engines are told.
  func verified(_ made: Surroundings.Made) -> VerifiedUnit? {
    switch self {
    case .ownedForgotten: made.verified.forgettingAnOwnedPlace
    case .registerNotRestored:
      made.numberRegisters.reduce(made.verified) { unit, place in
        unit.forgetting(place.register, whereSuspendedIn: place.slots)
      }
    default: nil
    }
  }

  var lostRegister: Int? { self == .stoppedRegisterLost ? 3 : nil }

  /// Functions that stand for exported ones.
  var substitutes: [String: UInt64] {
    switch self {
    case .packetLeaked: ["bpf_co_destroy": FaultyExports.destroy]
    case .handleLost: ["bpf_mpsc_pop": FaultyExports.pop]
    case .displacedForgotten: ["bpf_kptr_xchg": FaultyExports.exchange]
    case .touchedTooLate:
      [
        "bpf_list_push_front": FaultyExports.pushFront,
        "bpf_list_push_back": FaultyExports.pushBack, "bpf_worker_wake": FaultyExports.wake,
      ]
    case .registerNotRestored, .stoppedRegisterLost, .ownedForgotten: [:]
    }
  }
}

extension Surroundings.Made {
  /// Instructions, and a register that is a number in all of them.
  fileprivate var numberRegisters: [(slots: Range<Int>, register: Register)] {
    routines.compactMap { routine, slots in
      let layout = Layout(path.routines[routine])
      let register = (0..<DataPath.numberCount).lazy.compactMap { layout.register(of: .number($0)) }
        .first
      return register.map { (slots, $0) }
    }
  }
}

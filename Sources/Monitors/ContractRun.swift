import Contracts
import Verifier

/// One run of a program, watched: ghosts of all that it was given, which every call and every access is checked
/// against.
///
/// A coroutine has one from its beginning to its end. Sound to be sent: whoever runs the coroutine has it alone.
public final class ContractRun: @unchecked Sendable {
  let monitor: UnitMonitor
  let role: FunctionContract
  var ghosts: [Ghost] = []
  var regions: [Region] = []
  var locks: [GhostLock] = []
  /// Values that were given away, by their address: the clause and the call.
  var graves: [UInt64: (clause: Clause, slot: Int)] = [:]
  /// Memory that was a part of something, and the call that gave that away or ended its parts.
  var lostParts: [(region: Region, slot: Int)] = []
  /// What said last that its result may be null, which it was.
  var lastNull: (clause: Clause, slot: Int)?
  /// What moved a packet last.
  var lastMove: (clause: Clause, slot: Int)?
  /// Maps that were found in maps, by address: which map of the unit they are like.
  var innerMaps: [UInt64: Int] = [:]
  /// Instances of the role's contract, as ids of ghosts.
  var roleInstances: [Int: UInt64] = [:]
  /// The call that is being made.
  var pending: MonitoredCall?
  /// Calls that functions of the program are running for, the innermost last.
  var replacedCalls: [MonitoredCall] = []
  /// The callback that is lent elements of a container and runs, what that container holds, and the graves of the
  /// elements, which are none meanwhile.
  var activeCallback: String?
  var lentContents: (type: String, nodeOffset: Int)?
  var lentGraves: [UInt64: (clause: Clause, slot: Int)] = [:]
  private var lastID: UInt64 = 0

  /// Begins a run of function `entry`, which is a program, with its arguments in `r1` and up.
  public init(_ monitor: UnitMonitor, entry: Int, arguments: [UInt64]) {
    self.monitor = monitor
    guard let role = monitor.role(of: entry) else {
      preconditionFailure("only programs are run by themselves")
    }
    self.role = role
    regions = monitor.directValues
    var memory: (instance: Int, address: UInt64)?
    for (index, parameter) in role.signature.parameters.enumerated() {
      switch parameter {
      case .value(let pattern):
        if pattern.type == .memory, let instance = pattern.instances.first {
          memory = (instance, arguments[index])
        } else if let type = pattern.typeNames.first {
          add(argument: arguments[index], type, pattern)
        }
      case .size(let instance, _):
        guard let memory, memory.instance == instance else { continue }
        regions.append(
          Region(start: memory.address, byteCount: arguments[index], content: .given))
      default: break
      }
    }
  }

  private func add(argument address: UInt64, _ type: String, _ pattern: ValuePattern) {
    guard let rule = monitor.rule(type), address != 0 else { return }
    let id = freshID()
    ghosts.append(
      Ghost(
        id: id, address: address, type: type,
        states: rule.states(pattern.states, from: rule.initialStates), isOwned: pattern.isOwned,
        acquiredAt: -1, clause: Clause(role.name, .end(.outcome)), changedAt: -1,
        isArgument: true))
    if let instance = pattern.instances.last { roleInstances[instance] = id }
  }

  func freshID() -> UInt64 {
    lastID += 1
    return lastID
  }

  func ghost(at address: UInt64, of types: [String]) -> Ghost? {
    ghosts.last { $0.address == address && types.contains($0.type) }
  }

  func ghost(_ id: UInt64) -> Ghost? { ghosts.first { $0.id == id } }

  /// What the program owns, the last first: who stops it has to release that.
  public var owned: [(type: String, address: UInt64)] {
    ghosts.reversed().filter(\.isOwned).map { ($0.type, $0.address) }
  }

  /// Locks that the program holds, the last first: the function that took it, and what it was given.
  public var heldLocks: [(takenBy: String, argument: UInt64)] {
    locks.reversed().map { ($0.takenBy, $0.argument) }
  }

  /// The run is over, and what it owned released.
  public func forgetAll() {
    ghosts = []
    locks = []
  }

  // MARK: The end

  /// What the role's contract says of the end, as the program returns `result`.
  public func checkEnd(_ result: UInt64, at slot: Int) throws(Violation) {
    if let lock = locks.last {
      throw violation(
        Clause(role.name, .end(.lock)), .end, slot, "\(lock.lockClass) is still held",
        since: lock.takenAt, "it was taken")
    }
    let returned = returnedValue(result)
    for ghost in ghosts where ghost.isOwned && !ghost.isArgument && ghost.id != returned {
      throw violation(
        ghost.clause, .end, slot, "a \(ghost.type) is still owned",
        since: ghost.acquiredAt, "it was acquired")
    }
    for ghost in ghosts where ghost.isArgument {
      guard let rule = monitor.rule(ghost.type), rule.isStuck(in: ghost.states) else { continue }
      throw violation(
        Clause(role.name, .end(.finalState)), .end, slot,
        "\(ghost.type) is \(rule.names(of: ghost.states).joined(separator: ",")), which is no final "
          + "state", since: ghost.changedAt, "it has been so")
    }
    guard
      role.signature.outcomes.isEmpty
        || role.signature.outcomes.contains(where: { isMet($0, result) })
    else {
      throw violation(
        Clause(role.name, .end(.outcome)), .end, slot,
        "the result is \(Int64(bitPattern: role.result.value(of: result))), and what was given "
          + "is not where the contract says")
    }
  }

  /// The owned value that is returned, where the role returns one.
  private func returnedValue(_ result: UInt64) -> UInt64? {
    for case .value(let pattern) in role.signature.outcomes.flatMap(\.effects) {
      if let instance = pattern.instances.last, roleInstances[instance] != nil { continue }
      if let ghost = ghost(at: result, of: pattern.typeNames) { return ghost.id }
    }
    return nil
  }

  private func isMet(_ outcome: Signature.Outcome, _ result: UInt64) -> Bool {
    let value = role.result.value(of: result)
    guard outcome.condition?.includes(value) ?? true else { return false }
    return outcome.effects.allSatisfy { effect in
      switch effect {
      case .anyResult, .lent, .sized: true
      case .range(let range): range.contains(Int64(bitPattern: value))
      case .consumed(let instance):
        roleInstances[instance].flatMap { ghost($0) } == nil
      case .value(let pattern):
        if let id = pattern.instances.last.flatMap({ roleInstances[$0] }) {
          ghost(id).map { monitor.rule($0.type)?.unmet(pattern.states, by: $0.states) == nil }
            ?? false
        } else {
          pattern.isNullable && result == 0 || returnedValue(result) != nil
        }
      }
    }
  }

  // MARK: Violations

  func violation(
    _ clause: Clause, _ moment: Violation.Moment, _ slot: Int, _ text: String,
    by blame: Violation.Blame = .program, since: Int? = nil, _ what: String = ""
  ) -> Violation {
    Violation(
      clause: clause, moment: moment, slot: slot, text: text, blame: blame,
      origin: since.map { Violation.Origin(slot: $0, what: what) })
  }
}

extension Signature.Condition {
  /// Whether the outcome is that of the result.
  func includes(_ value: UInt64) -> Bool {
    switch self {
    case .null: value == 0
    case .notNull: value != 0
    case .range(let range): range.contains(Int64(bitPattern: value))
    }
  }
}

extension FunctionContract.ResultType {
  /// `r0` as C's type reads it, extended to 64 bits.
  func value(of register: UInt64) -> UInt64 {
    switch self {
    case .void: 0
    case .pointer: register
    case .scalar(let byteCount, let isSigned):
      if byteCount >= 8 {
        register
      } else {
        isSigned
          ? UInt64(
            bitPattern: Int64(bitPattern: register << (64 - 8 * UInt64(byteCount)))
              >> (64 - 8 * Int64(byteCount)))
          : register & (1 << (8 * UInt64(byteCount)) - 1)
      }
    }
  }
}

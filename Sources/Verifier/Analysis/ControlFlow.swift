import Bytecode
import Contracts
import ObjectFile

/// What is known about the paths through a unit before any value is: successors, unreachable
/// code, where paths meet, and which registers are live.
struct ControlFlow: Sendable {
  let calls: CallGraph
  /// Slots where explored states are remembered: where paths meet. Every loop has one.
  private(set) var isPrunePoint: [Bool]
  /// Slots where loops converge that may go round without an end of their own: where a coroutine goes
  /// on after a suspension, where a call runs a callback once more, and at `may_goto`.
  private(set) var isConvergencePoint: [Bool]
  /// Those of them that begin a round themselves: calls that run callbacks or iterate, and `may_goto`.
  private(set) var isRepeated: [Bool]
  /// Where one round of a loop ends, with the instruction at the slot.
  private(set) var endsRound: [Bool]
  /// Registers that some path from the slot on may still read.
  private(set) var liveRegisters: [RegisterSet]
  /// Whether a function, or one that it may come to, moves packets; by function.
  private(set) var movesPackets: [Bool]
  /// The same of what ends parts of values.
  private(set) var endsParts: [Bool]
  /// What a function that stands for an exported one calls itself, or by others, as indices into the interface.
  private(set) var exportsReached: [Int: Set<Int>] = [:]
  /// What makes a function unfit for any program, by function. Nothing else is known of these.
  private(set) var problems: [Int: Rejection]

  init(_ unit: ProgramUnit) {
    let count = unit.operations.count
    isPrunePoint = Array(repeating: false, count: count)
    isConvergencePoint = isPrunePoint
    isRepeated = isPrunePoint
    endsRound = isPrunePoint
    liveRegisters = Array(repeating: [], count: count)
    calls = CallGraph(unit)
    problems = calls.recursions
    movesPackets = calls.reaching(in: unit) { $0.movesPacket != nil }
    endsParts = calls.reaching(in: unit) { $0.endsParts != nil }
    noteEndsOfRounds(unit)
    for function in unit.replacements.values.joined() {
      let slots = calls.reachable(from: function).flatMap { unit.image.functions[$0].range }
      exportsReached[function] = Set(slots.compactMap(unit.exportedFunction(calledAt:)))
    }
    for index in unit.image.functions.indices where problems[index] == nil {
      do throws(Rejection) {
        for slot in unit.image.functions[index].range { try Self.checkSupport(slot, unit) }
        try check(function: index, unit: unit)
      } catch {
        problems[index] = error
      }
    }
    // A call reads what its function reads, so callees come first.
    for index in calls.calleesFirst where problems[index] == nil {
      computeLiveness(function: index, unit: unit)
    }
  }

  /// What is wrong with the functions that a program may come to, if anything is.
  func problem(ofProgram entry: Int) -> Rejection? {
    calls.reachable(from: entry).lazy.compactMap { problems[$0] }.first
  }

  /// Engines translate every instruction, also those that no path of values ever reaches.
  static func checkSupport(_ slot: Int, _ unit: ProgramUnit) throws(Rejection) {
    if let error = unit.decodingErrors[slot] {
      let start = unit.image.functionIndex(containing: slot).map { unit.image.functions[$0].start }
      throw Rejection(slot: slot, reason: reason(of: error, from: start ?? 0))
    }
    switch unit.operations[slot] {
    case .call?:
      if case .unknown(let name)? = unit.callees[slot] {
        throw Rejection(
          slot: slot, reason: "invalid func unknown\(name)",
          hint: "no function of this name or number is exported to programs")
      }
      if let callee = unit.localFunction(calledAt: slot),
        unit.role(of: callee) == VerifiedUnit.coroutineRole
      {
        throw Rejection(
          slot: slot, reason: "\(unit.image.functions[callee].name) is a program, not a function",
          hint: "move what both need into a function of its own")
      }
    case .loadImmediate64(_, let source)?: try checkImmediate(source, slot, unit)
    default: break
    }
  }

  /// In the words of Linux, where it has some.
  private static func reason(of error: DecodingError, from start: Int) -> String {
    switch error.reason {
    case .targetOutOfRange(let target, _):
      "jump out of range from insn \(error.index - start) to \(target - start)"
    case .registerOutOfRange(_, let number): "R\(number) is invalid"
    case .targetInsideInstruction(let target):
      "jump into the middle of ldimm64 insn \(target - 1 - start)"
    default: error.reason.description
    }
  }

  private static func checkImmediate(
    _ source: ImmediateSource, _ slot: Int, _ unit: ProgramUnit
  ) throws(Rejection) {
    switch unit.image.reference(at: slot) {
    case .externAddress?, .externCall?:
      throw Rejection(slot: slot, reason: "the address of an external symbol is not available")
    case nil:
      if case .constant = source { return }
      switch source {
      case .mapByDescriptor(let number), .mapValueByDescriptor(let number, _):
        throw Rejection(slot: slot, reason: "fd \(number) is not pointing to valid bpf_map")
      default:
        throw Rejection(
          slot: slot, reason: "ld_imm64 refers to something that the object does not define")
      }
    default: return
    }
  }

  /// Every slot must be reachable, and no path may leave the function but by `exit` or a throw.
  private mutating func check(function index: Int, unit: ProgramUnit) throws(Rejection) {
    let function = unit.image.functions[index]
    var isReached = Array(repeating: false, count: function.count)
    // Calls come to the first instruction.
    var isEntered = isReached
    isEntered[0] = true
    var pending = [function.start]
    while let slot = pending.popLast() {
      if isReached[slot - function.start] { continue }
      isReached[slot - function.start] = true
      let successors = unit.successors(of: slot)
      for next in successors {
        guard function.range.contains(next) else {
          let isLast = next == slot + 1
          throw Rejection(
            slot: slot,
            reason: isLast
              ? "last insn is not an exit or jmp"
              : "jump out of range from insn \(slot - function.start) to \(next - function.start)")
        }
        if isEntered[next - function.start] { isPrunePoint[next] = true }
        isEntered[next - function.start] = true
        pending.append(next)
      }
      if case .mayGoto? = unit.operations[slot] { noteRounds(at: slot) }
      if case .call? = unit.operations[slot] {
        if unit.callsBack(callAt: slot) || unit.iterates(callAt: slot) { noteRounds(at: slot) }
        if let next = successors.first {
          // The paths through a function meet where it returns.
          if unit.localFunction(calledAt: slot) != nil { isPrunePoint[next] = true }
          if unit.suspends(callAt: slot) { noteConvergence(at: next) }
        } else if function.range.contains(slot + 1) {
          // Compilers leave code behind a call that never returns: it is dead, and no mistake.
          pending.append(slot + 1)
        }
      }
    }
    for slot in function.range where unit.operations[slot] != nil {
      guard isReached[slot - function.start] else {
        throw Rejection(slot: slot, reason: "unreachable insn \(slot - function.start)")
      }
    }
  }

  /// Rounds matter of loops that are not proved to be short: those that `may_goto` counts, and all of what preemptible
  /// programs come to. Callbacks end theirs by returning, and who awaits a queue in a loop is suspended, or refused.
  private mutating func noteEndsOfRounds(_ unit: ProgramUnit) {
    let preemptible = Set(unit.entries.filter(unit.isPreemptible).flatMap(calls.reachable))
    for (index, function) in unit.image.functions.enumerated() {
      for slot in function.range {
        guard let target = unit.startOfRound(endingAt: slot) else { continue }
        endsRound[slot] = target > slot || preemptible.contains(index)
      }
    }
  }

  private mutating func noteRounds(at slot: Int) {
    noteConvergence(at: slot)
    isRepeated[slot] = true
  }

  private mutating func noteConvergence(at slot: Int) {
    isPrunePoint[slot] = true
    isConvergencePoint[slot] = true
  }

  private mutating func computeLiveness(function index: Int, unit: ProgramUnit) {
    let range = unit.image.functions[index].range
    var changed = true
    while changed {
      changed = false
      for slot in range.reversed() {
        guard let operation = unit.operations[slot] else { continue }
        var live: RegisterSet = []
        for next in unit.successors(of: slot) { live.formUnion(liveRegisters[next]) }
        live.subtract(operation.writes)
        live.formUnion(reads(operation, at: slot, unit))
        if live != liveRegisters[slot] {
          liveRegisters[slot] = live
          changed = true
        }
      }
    }
  }

  private func reads(_ operation: Operation, at slot: Int, _ unit: ProgramUnit) -> RegisterSet {
    switch unit.callees[slot] {
    // What a function takes is what its code reads: a declaration may say anything.
    case .local(let function)?:
      liveRegisters[unit.image.functions[function].start].intersection(.arguments(5))
    case .exported(let index)?:
      operation.reads(argumentCount: unit.interface.functions[index].parameterCount)
    // The call is checked as that of the exported function.
    case .replaced(let index, let function)?:
      operation.reads(argumentCount: unit.interface.functions[index].parameterCount)
        .union(liveRegisters[unit.image.functions[function].start].intersection(.arguments(5)))
    case .unknown?, nil: operation.reads(argumentCount: 5)
    }
  }
}

extension ProgramUnit {
  /// Where execution may go after `slot` within its function.
  func successors(of slot: Int) -> Successors {
    switch operations[slot] {
    case .jump(let offset): Successors(slot + 1 + Int(offset))
    case .branch(_, _, _, _, let offset), .mayGoto(let offset):
      Successors(slot + 1, slot + 1 + Int(offset))
    case .exit, nil: Successors()
    case .call where throwsAlways(callAt: slot): Successors()
    case .loadImmediate64: Successors(slot + 2)
    default: Successors(slot + 1)
    }
  }

  private func throwsAlways(callAt slot: Int) -> Bool {
    exportedFunction(calledAt: slot).map { interface.functions[$0].throws } ?? false
  }

  fileprivate func suspends(callAt slot: Int) -> Bool {
    exportedFunction(calledAt: slot).map { interface.functions[$0].suspends } ?? false
  }

  fileprivate func iterates(callAt slot: Int) -> Bool {
    exportedFunction(calledAt: slot).map { interface.functions[$0].iterates } ?? false
  }

  /// What the call runs a function of the unit with.
  package func walk(ofCallAt slot: Int) -> FunctionContract.Walk? {
    exportedFunction(calledAt: slot).flatMap { interface.functions[$0].walk }
  }

  /// Whether the call runs a function of the unit that it is given.
  func callsBack(callAt slot: Int) -> Bool {
    exportedFunction(calledAt: slot).map { interface.functions[$0].callsBack } ?? false
  }
}

/// At most two slots. Not an array: every pass over a program asks for those of every slot.
struct Successors: Sequence, IteratorProtocol {
  private(set) var first: Int?
  private var second: Int?

  init(_ first: Int? = nil, _ second: Int? = nil) {
    self.first = first
    self.second = second
  }

  mutating func next() -> Int? {
    defer {
      first = second
      second = nil
    }
    return first
  }
}

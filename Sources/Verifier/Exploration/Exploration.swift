import Bytecode
import Contracts

/// Symbolic execution of one program: every path is followed until it ends, is refused, or meets a
/// state that was already found to be safe.
struct Exploration {
  let unit: ProgramUnit
  let flow: ControlFlow
  let numbers: InstructionNumbers
  let entry: Int
  /// What is verified by itself here.
  let subject: VerifiedSubject
  /// The function that makes the program's result of a thrown cookie.
  let exceptionCallback: Int?
  /// The prototype of the program's role: what it may assume, and must have proved at exit.
  let role: FunctionContract
  let instructionLimit: Int
  /// How much memory a role is given that takes some.
  let memoryByteCount: Int
  /// Loads and stores everywhere must be at multiples of their size.
  let isAlignmentStrict: Bool
  let maySleep: Bool
  /// What a fuzzer asks for.
  let probe: VerifierProbe
  /// Baton knows some things better than Linux; not in roles that are judged as Linux judges them.
  let isJudgedAsLinux: Bool
  /// What the program may do with the octets of packets.
  let packetAccess: FunctionContract.PacketAccess

  /// The path that is being followed.
  var path: Path
  var pending: [Path] = []
  var explored: ExploredStates
  var history: [HistoryEntry] = []
  var evidence: Evidence
  var comparison: StateComparison
  /// What the context of a typed role holds, and what the role's contract says of it.
  var arguments: TypedContext?
  var argumentPattern: ValuePattern?
  /// The name that each instance parameter of the role's contract was given, by its index there.
  var roleInstances: [Int: UInt32] = [:]
  /// Of a preemptible program.
  var stretches: StretchGraph?
  /// With what came before for the same program: the limit is for all together.
  private(set) var processedCount: Int
  var pathCount = 1
  private var lastIdentity: UInt32 = 0

  /// One path: where it is, what is known there, and how it came there.
  struct Path {
    var state: State
    var slot: Int
    /// The explored state that it continues from.
    var node: Int?
    /// Index of its last branch in `history`.
    var lastStep: Int?
    /// Suspensions, returns of callbacks and `may_goto`s that it came over.
    var crossingCount = 0
    /// Slots processed since a state was last remembered.
    var sinceRemembered = 0
    /// What was overwritten of the stacks since then.
    var stackWrites = StackMarks()
    var stretch = StretchGraph.Position()
    /// Where it is in a ``VerifierTrace``, or in a ``PathRecorder``.
    var record: Int?
  }

  struct HistoryEntry {
    var previous: Int?
    var step: Rejection.Step
  }

  /// What becomes of a path after one instruction.
  enum Progress {
    case goesOn
    case ends
  }

  init(
    unit: ProgramUnit, flow: ControlFlow, numbers: InstructionNumbers, entry: Int,
    subject: VerifiedSubject, exceptionCallback: Int?, role: FunctionContract,
    attachment: String, maySleep: Bool, limits: VerifierLimits, processedCount: Int,
    probe: VerifierProbe, exactLocations: Set<FrameLocation>
  ) throws(Rejection) {
    self.unit = unit
    self.flow = flow
    self.numbers = numbers
    self.entry = entry
    self.subject = subject
    self.exceptionCallback = exceptionCallback
    self.role = role
    instructionLimit = limits.instructionCount
    self.processedCount = processedCount
    memoryByteCount = limits.memoryByteCount
    isAlignmentStrict = limits.isAlignmentStrict
    self.maySleep = maySleep
    self.probe = probe
    self.attachment = attachment
    callingRoles =
      switch subject {
      case .replacement: role.callingRoles(in: unit.interface)
      default: [attachment.isEmpty ? role.role ?? "" : "\(role.role ?? "")/\(attachment)"]
      }
    isJudgedAsLinux = role.program?.isJudgedAsLinux ?? false
    packetAccess = role.program?.packets ?? .none
    evidence = Evidence(functionCount: unit.image.functions.count)
    explored = ExploredStates(liveRegisters: flow.liveRegisters)
    explored.takesUnfinished = probe.plant == .unfinishedStateTaken
    comparison = StateComparison(
      liveRegisters: probe.isPruningStrict
        ? flow.liveRegisters.map { _ in .all } : flow.liveRegisters,
      exactLocations: exactLocations)
    path = Path(state: State(function: entry), slot: unit.image.functions[entry].start)
    if unit.isPreemptible(entry), case .program = subject { stretches = StretchGraph() }
    path.state[.r10] = RegisterState(kind: .stack)
    try assumeRole()
    try assumeSubject()
  }

  var roleName: String { role.role ?? "" }
  /// The role with what the program is attached to, for lists that tell that apart, too; of what stands for an
  /// exported function, all those that may call that.
  let callingRoles: [String]
  let attachment: String

  mutating func freshIdentity() -> UInt32 {
    lastIdentity += 1
    return lastIdentity
  }

  mutating func run() throws(Rejection) {
    probe.trace?.begin()
    probe.recorder?.begin()
    while true {
      do {
        try followPath()
      } catch {
        var rejection = error
        rejection.path = steps()
        probe.recorder?.refuse(at: path.record)
        throw rejection
      }
      guard let next = pending.popLast() else { break }
      path = next
    }
    probe.trace?.end(explored, flow)
    evidence.stretches = stretches
  }

  private mutating func followPath() throws(Rejection) {
    while true {
      if flow.isPrunePoint[path.slot] {
        if try isExplored() { break }
      }
      if flow.endsRound[path.slot], notesRoundEnds { noteRoundEnd() }
      if let trace = probe.trace { trace.note(&path) }
      if let recorder = probe.recorder { recorder.note(&path) }
      processedCount += 1
      path.sinceRemembered += 1
      path.stretch.count += 1
      guard processedCount <= instructionLimit else {
        throw Rejection(
          slot: path.slot,
          reason: "BPF program is too large. Processed \(processedCount) insn",
          hint: "bound the loops more tightly, or raise --instruction-limit")
      }
      if try step() == .ends {
        stretches?.notePathEnd(coveredBy: nil, &path.stretch)
        break
      }
    }
    explored.pathEnded(at: path.node)
  }

  private mutating func step() throws(Rejection) -> Progress {
    guard let operation = unit.operations[path.slot] else {
      preconditionFailure("a path never enters the second half of ld_imm64")
    }
    switch operation {
    case .alu, .move, .moveSignExtended, .negate, .byteSwap, .loadImmediate64:
      try computeOperation(operation)
    case .load, .storeRegister, .storeImmediate, .atomic, .loadAcquire, .storeRelease:
      try accessMemory(operation)
    case .jump(let offset):
      path.slot += 1 + Int(offset)
      return .goesOn
    case .branch(let comparison, let width, let left, let right, let offset):
      try branch(comparison, width, left, right, target: path.slot + 1 + Int(offset))
      return .goesOn
    case .call: return try call()
    case .exit: return try exit()
    case .mayGoto(let offset):
      mayGo(to: path.slot + 1 + Int(offset))
      return .goesOn
    case .loadPacket(let size, let address): try loadFromPacket(size, address)
    }
    path.slot += operation.slotCount
    return .goesOn
  }

  /// Puts off the other side of a branch.
  mutating func postpone(_ other: Path) {
    pathCount += 1
    explored.pathForked(at: other.node)
    pending.append(other)
  }

  /// Notes a branch, so that a rejection can show the way to it; answers its place in `history`.
  mutating func noteStep(_ step: Rejection.Step, after previous: Int?) -> Int {
    history.append(HistoryEntry(previous: previous, step: step))
    return history.count - 1
  }

  private func steps() -> [Rejection.Step] {
    var steps: [Rejection.Step] = []
    var index = path.lastStep
    while let current = index {
      steps.append(history[current].step)
      index = history[current].previous
    }
    return steps.reversed()
  }

  func reject(
    _ reason: String, contract: FunctionContract? = nil, hint: String? = nil
  ) -> Rejection {
    Rejection(
      slot: path.slot, reason: reason,
      contract: contract.map { "\($0.name): \($0.text)\($0.lockClauses)" },
      hint: hint)
  }

  /// What Baton can't judge yet.
  func unsupported(_ what: String, _ callee: FunctionContract) -> Rejection {
    var rejection = reject("not supported yet: \(what)", contract: callee)
    rejection.isUnsupported = true
    return rejection
  }

  /// The number that messages have for the instruction at `slot`; −1 for before the first one.
  func insn(_ slot: some BinaryInteger) -> Int { slot < 0 ? -1 : numbers.number(of: Int(slot)) }

  /// The register's state; reading what was never written is refused.
  func read(_ register: Register) throws(Rejection) -> RegisterState {
    let state = path.state[register]
    guard state.kind != .uninitialised else { throw reject("R\(register.rawValue) !read_ok") }
    return state
  }

  mutating func write(_ register: Register, _ state: RegisterState) throws(Rejection) {
    guard register != .r10 else { throw reject("frame pointer is read only") }
    path.state[register] = state
  }
}

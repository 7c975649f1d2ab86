import Bytecode
import Contracts
import ObjectFile

/// A unit whose programs were all accepted, with what the engines need to know of it. The only way
/// to get one is to verify it.
public struct VerifiedUnit: Sendable {
  public let unit: ProgramUnit
  /// Whether the verifier has accepted it, and not somebody's word.
  public let isProved: Bool
  public let functions: [FunctionFacts]
  public internal(set) var cleanup: CleanupTables
  /// What the programs may call, by index in the interface.
  public let calledExports: Set<Int>
  /// Where programs can be stopped from outside, by slot: before the instruction there.
  public let safePoints: [Int: SafePoint]
  let accesses: [Int: Evidence.AccessTarget]
  let mapFieldLoads: Set<Int>
  var savedRegisters: [Int: RegisterSet]
  private let calledPrograms: [Int: Int?]
  private let calledMaps: [Int: Int?]
  /// Bytes of frame that a function and all that it calls need, by function.
  private let chainByteCounts: [Int]

  public struct FunctionFacts: Sendable {
    /// Bytes of stack below `r10` that the function uses, a multiple of 8, with what engines keep there.
    public var stackByteCount: Int
    /// Of these, what its code may use.
    package var usedByteCount: Int
    /// Where engines keep the state of a loop that the function has them run, relative to `r10`: its
    /// index, its limit and its context, or a `struct baton_walk`.
    public var loopStateOffset: Int?
    /// Where engines count down the iterations that `may_goto` leaves, relative to `r10`: 8 bytes.
    public var budgetOffset: Int?
    /// A suspension point can be reached: stack and linkage lie in the coroutine's frame.
    public var isInFrame: Bool
    public var canThrow: Bool
    /// The program role, when the function is an entry.
    public var role: String?
    /// Whether coroutines begin with it.
    public var isCoroutine: Bool { isInFrame && role != nil }
  }

  /// Where a load of a context field really goes.
  public struct NativeLoad: Equatable, Sendable {
    /// What to add to the instruction's offset.
    public var displacement: Int
    public var byteCount: Int
  }

  /// The unit, or the verdicts that say why not.
  public static func verifying(
    _ unit: ProgramUnit, limits: VerifierLimits = VerifierLimits()
  ) throws(Refusal) -> VerifiedUnit {
    try verifying(unit, with: Verifier(unit, limits: limits))
  }

  package static func verifying(
    _ unit: ProgramUnit, limits: VerifierLimits, probe: VerifierProbe
  ) throws(Refusal) -> VerifiedUnit {
    try verifying(unit, with: Verifier(unit, limits: limits, probe: probe))
  }

  private static func verifying(
    _ unit: ProgramUnit, with verifier: Verifier
  ) throws(Refusal) -> VerifiedUnit {
    // Programs may share functions. A place that one of them owns must be told apart in all.
    var exact: Set<FrameLocation> = []
    while true {
      let verdicts = verifier.verify(exactLocations: exact)
      guard !verdicts.contains(where: { $0.rejection != nil }), let first = verdicts.first else {
        throw Refusal(verdicts: verdicts)
      }
      do throws(Rejection) {
        // Engines translate functions, too, that no program comes to.
        let flow = first.flow!
        if let problem = flow.problems.min(by: { $0.key < $1.key }) { throw problem.value }
        let joined = try JoinedEvidence(verdicts.flatMap(\.evidence))
        let solution = try SafePointSolution(joined)
        let mixed = solution.ownership.mixedLocations
        if mixed.isSubset(of: exact) {
          return try VerifiedUnit(unit, joined, solution, flow: flow)
        }
        exact.formUnion(mixed)
      } catch {
        let entry = first.entry
        throw Refusal(
          verdicts: [
            Verdict(entry: entry, role: unit.role(of: entry) ?? "", outcome: .rejected(error))
          ])
      }
    }
  }

  /// The unit as it is, without proof of anything: for conformance programs, whose author answers for
  /// them. Every function gets the largest stack. Nothing is released where a coroutine is destroyed or a program
  /// throws, but by the monitors of checked mode.
  ///
  /// - Throws: for what engines can't translate, such as calls of unknown functions.
  public static func trusting(_ unit: ProgramUnit) throws(Rejection) -> VerifiedUnit {
    for slot in unit.operations.indices {
      try ControlFlow.checkSupport(slot, unit)
    }
    return try VerifiedUnit(trusting: unit)
  }

  private init(trusting unit: ProgramUnit) throws(Rejection) {
    self.unit = unit
    isProved = false
    cleanup = CleanupTables()
    safePoints = [:]
    let calls = CallGraph(unit)
    // Others have no frame: whoever runs them has to stop them where they suspend.
    let coroutines = unit.entries.filter { unit.role(of: $0) == Self.coroutineRole }
    let suspending = Set(coroutines.flatMap(calls.reachable)).filter { function in
      unit.image.functions[function].range.contains {
        unit.contract(calledAt: $0)?.suspends == true
      }
    }
    let isInFrame = try FramePlacement(unit, calls, suspending).isInFrame
    functions = unit.image.functions.indices.map {
      FunctionFacts(
        $0, of: unit, usedByteCount: Exploration.stackByteCountMax, isInFrame: isInFrame[$0],
        canThrow: false)
    }
    calledExports = Set(unit.operations.indices.compactMap(unit.exportedFunction(calledAt:)))
    accesses = [:]
    mapFieldLoads = []
    calledPrograms = Self.likelyCallbacks(unit)
    calledMaps = [:]
    savedRegisters = Dictionary(
      uniqueKeysWithValues: unit.operations.indices.map { ($0, RegisterSet.calleeSaved) })
    chainByteCounts = Self.chainByteCounts(functions, calls)
  }

  /// What calls are given that run a callback, as nobody has followed the values: the function whose address was
  /// taken last in front of them. A call without one can't be made.
  private static func likelyCallbacks(_ unit: ProgramUnit) -> [Int: Int?] {
    var callbacks: [Int: Int?] = [:]
    for function in unit.image.functions {
      var last: Int?
      for slot in function.range {
        if let named = unit.callback(namedAt: slot) { last = named }
        if unit.callsBack(callAt: slot), let last { callbacks[slot] = last }
      }
    }
    return callbacks
  }

  /// Why a unit may not run: what was found about each of its programs, or about what they share.
  /// Empty for a unit without programs.
  public struct Refusal: Error {
    public let verdicts: [Verdict]
  }

  private init(
    _ unit: ProgramUnit, _ evidence: JoinedEvidence, _ solution: SafePointSolution,
    flow: ControlFlow
  ) throws(Rejection) {
    self.unit = unit
    isProved = true
    var cleanup = solution.ownership.tables
    for location in evidence.readBeforeWritten.sorted() { cleanup.nullAtEntry(location) }
    self.cleanup = cleanup
    let placement = SafePointPlacement(unit, evidence, solution, flow)
    safePoints = placement.points
    let isInFrame = try FramePlacement(
      unit, flow.calls, evidence.suspendingFunctions.union(placement.suspendingFunctions)
    ).isInFrame
    functions = unit.image.functions.indices.map { index in
      FunctionFacts(
        index, of: unit, usedByteCount: evidence.stackByteCounts[index],
        isInFrame: isInFrame[index], canThrow: evidence.throwingFunctions.contains(index))
    }
    try Self.checkCallbacks(unit, evidence)
    calledExports = evidence.calledExports
    accesses = evidence.accesses
    mapFieldLoads = evidence.mapFieldLoads
    calledPrograms = evidence.calledPrograms
    calledMaps = evidence.calledMaps
    savedRegisters = Self.savedRegisters(unit, flow: flow, cleanup)
    chainByteCounts = Self.chainByteCounts(functions, flow.calls)
  }

  /// Engines emit a loop around one function.
  private static func checkCallbacks(
    _ unit: ProgramUnit, _ evidence: JoinedEvidence
  ) throws(Rejection) {
    for slot in unit.operations.indices where unit.callsBack(callAt: slot) {
      guard case .some(.none) = evidence.calledPrograms[slot] else { continue }
      throw Rejection(
        slot: slot, reason: "the call is given different callbacks on different paths",
        hint: "make the call once for each callback")
    }
  }

  /// Programs of this role run as coroutines even when they never suspend.
  public static let coroutineRole = "datapath"

  /// Programs of this role are handed suspended coroutines.
  public static let queueRole = "queue"

  /// The programs that coroutines may be handed to, as functions' indices, in the object's order.
  public var queues: [Int] { unit.entries.filter { unit.role(of: $0) == Self.queueRole } }

  /// What engines and run time number them by, from 1 on; by function.
  public var queueNumbers: [Int: Int] {
    Dictionary(uniqueKeysWithValues: zip(queues, 1...).map { ($0, $1) })
  }

  /// Which of `r6` to `r9` a call must keep: those read later, and those that own something.
  private static func savedRegisters(
    _ unit: ProgramUnit, flow: ControlFlow, _ cleanup: CleanupTables
  ) -> [Int: RegisterSet] {
    // A register that owns something at one call, and is null at others, stays what it is across all.
    var owning: [Int: RegisterSet] = [:]
    for (slot, entries) in cleanup.owned {
      guard let function = unit.image.functionIndex(containing: slot) else { continue }
      for entry in entries {
        if case .register(let number) = entry.place {
          owning[function, default: []].formUnion(RegisterSet(rawValue: 1 << UInt16(number)))
        }
      }
    }
    var saved: [Int: RegisterSet] = [:]
    for (slot, operation) in unit.operations.enumerated() {
      guard case .call? = operation else { continue }
      var registers: RegisterSet = []
      for next in unit.successors(of: slot) { registers.formUnion(flow.liveRegisters[next]) }
      if let function = unit.image.functionIndex(containing: slot) {
        registers.formUnion(owning[function] ?? [])
      }
      saved[slot] = registers.intersection(.calleeSaved)
    }
    return saved
  }

  /// Whether the call at `slot` must keep `register`, one of `r6` to `r9`.
  public func mustSave(_ register: Register, atCall slot: Int) -> Bool {
    savedRegisters[slot]?.contains(register) ?? false
  }

  /// Where the load at `slot` goes, if it reads a context whose layout is not the declared one.
  public func nativeLoad(at slot: Int) -> NativeLoad? {
    accesses[slot]?.native.map {
      NativeLoad(displacement: $0.offset - $0.declaredOffset, byteCount: $0.byteCount)
    }
  }

  /// The program that the call at `slot` is given, when it is the same on every path.
  public func calledProgram(at slot: Int) -> Int? { calledPrograms[slot] ?? nil }

  /// The map that the call at `slot` is given, when it is the same on every path.
  public func calledMap(at slot: Int) -> Int? { calledMaps[slot] ?? nil }

  /// Bytes of frame that `entry` needs behind the frame's head: stacks, records and the root link.
  public func frameByteCount(entry: Int) -> Int { chainByteCounts[entry] + 8 }

  /// Bytes of frame that a coroutine of the unit needs behind the frame's head, whichever program it runs.
  public var bodyByteCount: Int {
    let bodies =
      unit.entries.filter { functions[$0].isInFrame }.map(frameByteCount(entry:)).max() ?? 0
    return bodies + (suspendsFromOutside ? Self.stoppedByteCount : 0)
  }

  /// Where the registers of a coroutine lie that was suspended at a safe point, in the body of its frame; nil where none
  /// is.
  public var stoppedOffset: Int? {
    suspendsFromOutside ? bodyByteCount - Self.stoppedByteCount : nil
  }

  /// The program that gets the handles of coroutines that are suspended at safe points.
  public var preemptionTarget: Int? {
    unit.entries.first(where: unit.isPreemptible).flatMap(unit.preemptionTarget(of:))
  }

  /// Whether coroutines of it may ever be suspended.
  public var suspends: Bool {
    suspendsFromOutside
      || unit.image.functions.contains { function in
        function.range.contains { unit.contract(calledAt: $0)?.suspends == true }
      }
  }

  private var suspendsFromOutside: Bool { safePoints.values.contains(where: \.suspends) }

  /// Only functions whose stacks lie in the frame count, of which the deepest chain.
  private static func chainByteCounts(_ functions: [FunctionFacts], _ calls: CallGraph) -> [Int] {
    var counts = Array(repeating: 0, count: functions.count)
    for index in calls.calleesFirst {
      let deepest = calls.callees[index].filter { functions[$0].isInFrame }.map { counts[$0] }.max()
      counts[index] = functions[index].stackByteCount + recordByteCount + (deepest ?? 0)
    }
    return counts
  }

  /// The sizes of `struct baton_record` and `struct baton_stopped`.
  static let recordByteCount = 40
  static let stoppedByteCount = 64
}

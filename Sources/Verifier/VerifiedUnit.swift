import Bytecode
import Contracts
import ObjectFile

/// A unit whose programs were all accepted, with what the engines need to know of it. The only way
/// to get one is to verify it.
public struct VerifiedUnit: Sendable {
  public let unit: ProgramUnit
  public let functions: [FunctionFacts]
  public let cleanup: CleanupTables
  private let contextLoads: [Int: Evidence.NativeAccess]
  private let savedRegisters: [Int: RegisterSet]
  private let calledPrograms: [Int: Int?]

  public struct FunctionFacts: Sendable {
    /// Bytes of stack below `r10` that the function uses, a multiple of 8.
    public var stackByteCount: Int
    /// A suspension point can be reached: stack and linkage lie in the coroutine's frame.
    public var isInFrame: Bool
    public var canThrow: Bool
    /// The program role, when the function is an entry.
    public var role: String?
  }

  /// Where a load of a context field really goes.
  public struct NativeLoad: Equatable, Sendable {
    /// What to add to the instruction's offset.
    public var displacement: Int
    public var byteCount: Int
  }

  /// The unit, or the verdicts that say why not.
  public static func verifying(
    _ unit: ProgramUnit, instructionLimit: Int = 1_000_000
  ) throws(Refusal) -> VerifiedUnit {
    let verdicts = Verifier(unit, instructionLimit: instructionLimit).verify()
    return try VerifiedUnit(unit, verdicts)
  }

  public struct Refusal: Error {
    public let verdicts: [Verdict]
  }

  init(_ unit: ProgramUnit, _ verdicts: [Verdict]) throws(Refusal) {
    guard verdicts.allSatisfy({ $0.rejection == nil }) else {
      throw Refusal(verdicts: verdicts)
    }
    let evidence = verdicts.compactMap(\.evidence)
    self.unit = unit
    functions = unit.image.functions.indices.map { index in
      FunctionFacts(
        stackByteCount: (evidence.map { $0.stackByteCounts[index] }.max() ?? 0) + 7 & ~7,
        isInFrame: evidence.contains { $0.suspendingFunctions.contains(index) }
          || unit.role(of: index) == Self.coroutineRole,
        canThrow: evidence.contains { $0.throwingFunctions.contains(index) },
        role: unit.role(of: index))
    }
    var points: [Int: OwnershipPoint] = [:]
    var loads: [Int: Evidence.NativeAccess] = [:]
    for one in evidence {
      points.merge(one.ownership) { $0.merged(with: $1) }
      for (slot, access) in one.nativeAccesses { if let access { loads[slot] = access } }
    }
    do {
      try Self.checkFrames(unit, functions)
      cleanup = try OwnershipSolution(points).tables
    } catch {
      throw Refusal(
        verdicts: [Verdict(entry: 0, role: "", outcome: .rejected(error))])
    }
    contextLoads = loads
    calledPrograms = evidence.reduce(into: [:]) { all, one in
      all.merge(one.calledPrograms) { $0 == $1 ? $0 : nil }
    }
    savedRegisters = Self.savedRegisters(
      unit, flow: verdicts.lazy.compactMap(\.flow).first, cleanup)
  }

  /// A function runs either in coroutines' frames or on workers' stacks.
  private static func checkFrames(
    _ unit: ProgramUnit, _ functions: [FunctionFacts]
  ) throws(Rejection) {
    for (caller, function) in unit.image.functions.enumerated() where !functions[caller].isInFrame {
      for slot in function.range {
        guard let callee = unit.localFunction(calledAt: slot), functions[callee].isInFrame else {
          continue
        }
        throw Rejection(
          slot: slot,
          reason: "\(unit.image.functions[callee].name) may suspend, so its stack lies in a "
            + "coroutine's frame: \(function.name) can't call it",
          hint: "give the two programs functions of their own")
      }
    }
  }

  /// Programs of this role run as coroutines even when they never suspend.
  public static let coroutineRole = "datapath"

  /// Which of `r6` to `r9` a call must keep: those read later, and those that own something
  /// anywhere in the function, as they are null where they own nothing.
  private static func savedRegisters(
    _ unit: ProgramUnit, flow: ControlFlow?, _ cleanup: CleanupTables
  ) -> [Int: RegisterSet] {
    guard let flow else { return [:] }
    var owning: [Int: RegisterSet] = [:]
    for (slot, entries) in cleanup.owned {
      guard let function = unit.image.functionIndex(containing: slot) else { continue }
      for entry in entries {
        if case .register(let number) = entry.place {
          owning[function, default: []].insert(RegisterSet(rawValue: 1 << UInt16(number)))
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
    contextLoads[slot].map {
      NativeLoad(displacement: $0.offset - $0.declaredOffset, byteCount: $0.byteCount)
    }
  }

  /// The program that the call at `slot` is given, when it is the same on every path.
  public func calledProgram(at slot: Int) -> Int? { calledPrograms[slot] ?? nil }

  /// Bytes of frame that `entry` needs behind the frame's head: stacks, records and the root link.
  public func frameByteCount(entry: Int) -> Int { chainByteCount(entry) + 8 }

  private func chainByteCount(_ function: Int) -> Int {
    let range = unit.image.functions[function].range
    let deepest =
      range.lazy.compactMap { unit.localFunction(calledAt: $0) }
      .filter { functions[$0].isInFrame }
      .map { chainByteCount($0) }.max() ?? 0
    return functions[function].stackByteCount + Self.recordByteCount + deepest
  }

  /// The size of `struct baton_record`.
  static let recordByteCount = 40
}

extension OwnershipPoint {
  /// What was seen at one point by two programs that share the function.
  fileprivate func merged(with other: OwnershipPoint) -> OwnershipPoint {
    var result = self
    result.visitCount += other.visitCount
    result.observations.merge(other.observations) { a, b in
      var both = a
      both.visitCount += b.visitCount
      if let known = a.owned, let second = b.owned, known != second { both.isAmbiguous = true }
      both.owned = a.owned ?? b.owned
      both.isAmbiguous = both.isAmbiguous || b.isAmbiguous
      both.sawZero = a.sawZero || b.sawZero
      both.sawUninitialised = a.sawUninitialised || b.sawUninitialised
      both.sawOther = a.sawOther || b.sawOther
      both.consumedAt.formUnion(b.consumedAt)
      return both
    }
    return result
  }
}

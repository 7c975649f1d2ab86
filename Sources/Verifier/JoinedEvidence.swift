/// What the programs of a unit showed together. Programs may share functions, whose instructions
/// the engines translate once, and whose places unwinding treats alike.
struct JoinedEvidence {
  /// Bytes of stack that each function uses.
  private(set) var stackByteCounts: [Int] = []
  private(set) var ownership: [Int: OwnershipPoint] = [:]
  private(set) var roundEnds: [Int: RoundEnd] = [:]
  private(set) var roundEndOwnership: [Int: OwnershipPoint] = [:]
  private(set) var accesses: [Int: Evidence.AccessTarget] = [:]
  private(set) var mapFieldLoads: Set<Int> = []
  private(set) var calledExports: Set<Int> = []
  private(set) var calledPrograms: [Int: Int?] = [:]
  private(set) var calledMaps: [Int: Int?] = [:]
  private(set) var suspendingFunctions: Set<Int> = []
  private(set) var throwingFunctions: Set<Int> = []
  private(set) var readBeforeWritten: Set<FrameLocation> = []

  init(_ all: [Evidence]) throws(Rejection) {
    for one in all {
      stackByteCounts =
        stackByteCounts.isEmpty
        ? one.stackByteCounts : zip(stackByteCounts, one.stackByteCounts).map(max)
      ownership.merge(one.ownership) { $0.merged(with: $1) }
      roundEnds.merge(one.roundEnds) { $0.merged(with: $1) }
      roundEndOwnership.merge(one.roundEndOwnership) { $0.merged(with: $1) }
      for (slot, access) in one.accesses {
        guard accesses[slot] == nil || accesses[slot] == access else {
          throw Evidence.differentPointers(at: slot)
        }
        accesses[slot] = access
      }
      mapFieldLoads.formUnion(one.mapFieldLoads)
      calledExports.formUnion(one.calledExports)
      calledPrograms.merge(one.calledPrograms) { $0 == $1 ? $0 : nil }
      calledMaps.merge(one.calledMaps) { $0 == $1 ? $0 : nil }
      suspendingFunctions.formUnion(one.suspendingFunctions)
      throwingFunctions.formUnion(one.throwingFunctions)
      readBeforeWritten.formUnion(one.readBeforeWritten)
    }
  }
}

/// Which functions keep their stack and linkage in the coroutine's frame.
struct FramePlacement {
  /// By function.
  private(set) var isInFrame: [Bool]

  /// A function that may suspend returns into the frame, so all of its callers lie there, too: on
  /// every path, as the code of a function is the same for all.
  init(
    _ unit: ProgramUnit, _ calls: CallGraph, _ suspending: Set<Int>
  ) throws(Rejection) {
    isInFrame = unit.image.functions.indices.map { index in
      suspending.contains(index) || unit.role(of: index) == VerifiedUnit.coroutineRole
    }
    for caller in calls.calleesFirst where !isInFrame[caller] {
      isInFrame[caller] = calls.callees[caller].contains { isInFrame[$0] }
    }
    for entry in unit.entries
    where isInFrame[entry] && unit.role(of: entry) != VerifiedUnit.coroutineRole {
      throw Self.misplaced(entry, unit, isInFrame)
    }
  }

  private static func misplaced(
    _ entry: Int, _ unit: ProgramUnit, _ isInFrame: [Bool]
  ) -> Rejection {
    let function = unit.image.functions[entry]
    let site = function.range.first { slot in
      unit.localFunction(calledAt: slot).map { isInFrame[$0] } ?? false
    }
    let callee = site.flatMap { unit.localFunction(calledAt: $0) }
      .map { unit.image.functions[$0].name }
    return Rejection(
      slot: site ?? function.start,
      reason:
        "\(callee ?? function.name) suspends in other programs, so that its stack lies in the "
        + "coroutine's frame: \(function.name) has none",
      hint: "give the two programs functions of their own")
  }
}

extension OwnershipPoint {
  /// What was seen at one point by two programs that share the function.
  func merged(with other: OwnershipPoint) -> OwnershipPoint {
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

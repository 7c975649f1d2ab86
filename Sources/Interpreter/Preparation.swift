import Bytecode
import CBaton
import Contracts
import Verifier

/// Turns a verified unit into what the interpreter runs.
struct Preparation {
  private let verified: VerifiedUnit
  private let addresses: InterpreterAddresses
  private(set) var steps: [Step] = []
  private(set) var entries: [InterpreterUnit.Entry] = []
  private(set) var nulledAtEntry: [Int: [FrameLocation.Place]] = [:]
  private(set) var budgets: [Int: Int] = [:]
  private(set) var nulledByCall: [Int: [InterpreterUnit.CallNull]] = [:]
  private(set) var safePoints: [Int: StoppableStep] = [:]
  private(set) var owned: [Int: [InterpreterUnit.OwnedPlace]] = [:]

  static let recordByteCount = MemoryLayout<baton_record>.size

  private var unit: ProgramUnit { verified.unit }

  init(_ verified: VerifiedUnit, _ addresses: InterpreterAddresses) {
    self.verified = verified
    self.addresses = addresses
    prepareEntries()
    prepareCleanup()
    steps.reserveCapacity(unit.operations.count)
    for slot in unit.operations.indices { steps.append(stoppable(step(at: slot), at: slot)) }
  }

  /// Keeps the step aside where the program can be stopped in front of it.
  private mutating func stoppable(_ step: Step, at slot: Int) -> Step {
    guard let point = verified.safePoints[slot], addresses.safePoint != 0 else { return step }
    safePoints[slot] = StoppableStep(
      point: point, step: step, operation: unit.operations[slot],
      queue: verified.preemptionTarget.map { unit.image.functions[$0].start })
    return Step(kind: .safePoint, offset: recordOffset(at: slot))
  }

  private mutating func prepareEntries() {
    for (index, function) in unit.image.functions.enumerated() {
      let facts = verified.functions[index]
      var entry = InterpreterUnit.Entry(firstSlot: function.start, isInFrame: facts.isInFrame)
      if facts.isCoroutine {
        // The root link is the last word of the frame's body.
        entry.framePointerOffset =
          ExecutionView.frameHeadByteCount + verified.frameByteCount(entry: index)
          - MemoryLayout<UInt64>.size
      }
      entries.append(entry)
      if let offset = facts.budgetOffset { budgets[function.start] = offset }
      if let places = verified.cleanup.nulledAtEntry[index] {
        nulledAtEntry[function.start] = places
      }
    }
  }

  private mutating func prepareCleanup() {
    for (slot, found) in verified.cleanup.owned {
      owned[slot] = found.map { entry in
        guard let destructor = addresses.destructors[entry.value.type] else {
          preconditionFailure("no destructor is bound for \(entry.value.type)")
        }
        return InterpreterUnit.OwnedPlace(
          place: entry.place, value: entry.value, destructor: destructor)
      }
    }
  }

  private mutating func step(at slot: Int) -> Step {
    switch unit.operations[slot] {
    // The second half of ld_imm64 is no target and is stepped over.
    case nil: Step(kind: .end)
    case .loadImmediate64(let destination, let source)?:
      Step(loading: value(source, at: slot), into: destination)
    case .load(let size, let signExtended, let destination, let base, let offset)?
    where verified.nativeLoad(at: slot) != nil:
      nativeLoad(signExtended ? size : nil, destination, base, offset, at: slot)
    case .call?: call(at: slot)
    case .mayGoto(let offset)?: mayGoto(offset, at: slot)
    case let operation?: plain(operation)
    }
  }

  private func plain(_ operation: Operation) -> Step {
    guard let step = Step(plain: operation) else {
      preconditionFailure("the verifier refuses this instruction")
    }
    return step
  }

  private func value(_ source: ImmediateSource, at slot: Int) -> UInt64 {
    switch unit.image.reference(at: slot) {
    case .map(let index)?: return addresses.maps[index]
    case .mapValue(let index, let offset)?: return addresses.mapValues[index] + UInt64(offset)
    case .function(let index)?:
      return FunctionAddress.encode(firstSlot: unit.image.functions[index].start)
    default:
      guard case .constant(let value) = source else {
        preconditionFailure("the verifier refuses unresolved references")
      }
      return value
    }
  }

  /// A load of a context field, where the run time keeps it. Signed ones have the size that they say.
  private func nativeLoad(
    _ signedSize: MemorySize?, _ destination: Register, _ base: Register, _ offset: Int16,
    at slot: Int
  ) -> Step {
    let native = verified.nativeLoad(at: slot)!
    return Step(
      kind: signedSize.map { .loadSigned($0) } ?? .load(byteCount: native.byteCount),
      destination: destination.rawValue, source: base.rawValue,
      offset: offset + Int16(native.displacement))
  }

  // MARK: Calls

  private mutating func call(at slot: Int) -> Step {
    if let callee = unit.localFunction(calledAt: slot) { return localCall(callee, at: slot) }
    guard let index = unit.exportedFunction(calledAt: slot) else {
      preconditionFailure("the verifier refuses unknown functions")
    }
    let contract = unit.interface.functions[index]
    var step = Step(kind: .callNative, source: 0, offset: recordOffset(at: slot))
    let nulls = self.nulls(of: contract, at: slot)
    if !nulls.isEmpty {
      nulledByCall[slot] = nulls
      step.source |= CallFlags.nulls.rawValue
    }
    if contract.throws {
      step.kind = .unwind
    } else if contract.suspends {
      step.kind = .suspend
      step.immediate = addresses.exported[index]
      if contract.handsOver { step.source |= CallFlags.handsOver.rawValue }
    } else if contract.resumes {
      step.kind = .resume
    } else if contract.tailCalls {
      step.kind = .tailCall
    } else if contract.callsBack {
      return loop(at: slot, contract.walk)
    } else {
      step.immediate = addresses.exported[index]
      step.destination = NativeResult(contract.result).rawValue
      if contract.acquiresLock != nil { step.source |= CallFlags.acquiresLock.rawValue }
    }
    return step
  }

  /// A loop is the call of its body, and where its state lies.
  private mutating func loop(at slot: Int, _ walk: FunctionContract.Walk?) -> Step {
    guard let state = caller(at: slot).loopStateOffset else {
      preconditionFailure("a function with a loop keeps its state")
    }
    // Without a body there is no path that comes here.
    guard let body = verified.calledProgram(at: slot) else { return Step(kind: .end) }
    var step = localCall(body, at: slot)
    step.kind =
      switch step.kind {
      case .callInFrame: walk == nil ? .loopInFrame : .walkInFrame
      case .callOutOfFrame: walk == nil ? .loopOutOfFrame : .walkOutOfFrame
      default: walk == nil ? .loopOnStack : .walkOnStack
      }
    if walk == .search { step.source |= CallFlags.searches.rawValue }
    step.immediate |= Int64(state).unsigned << 32
    return step
  }

  private func mayGoto(_ offset: Int16, at slot: Int) -> Step {
    guard let budget = caller(at: slot).budgetOffset else {
      preconditionFailure("a function with may_goto has a budget")
    }
    return Step(kind: .mayGoto, offset: offset, immediate: Int64(budget).unsigned)
  }

  private mutating func localCall(_ callee: Int, at slot: Int) -> Step {
    let kind: Step.Kind =
      switch (caller(at: slot).isInFrame, verified.functions[callee].isInFrame) {
      case (true, true): .callInFrame
      case (true, false): .callOutOfFrame
      case (false, false): .callOnStack
      case (false, true):
        preconditionFailure("the verifier refuses calls from the stack into a coroutine's frame")
      }
    let startsEmpty =
      verified.cleanup.nulledAtEntry[callee] == nil
      && verified.functions[callee].budgetOffset == nil
    var flags: CallFlags = startsEmpty ? [] : .nulls
    let nulls = unit.contract(calledAt: slot).map { self.nulls(of: $0, at: slot) } ?? []
    if !nulls.isEmpty {
      nulledByCall[slot] = nulls
      flags.insert(.givesAway)
    }
    return Step(
      kind: kind, source: flags.rawValue, offset: recordOffset(at: slot),
      immediate: UInt64(unit.image.functions[callee].start))
  }

  private func nulls(of contract: FunctionContract, at slot: Int) -> [InterpreterUnit.CallNull] {
    let places = verified.cleanup.nulledByCall[slot] ?? []
    return contract.consumedParameters.flatMap { index in
      let argument = UInt8(index + 1)
      // The argument itself is not kept across the call.
      return places.filter { $0 != .register(Int(argument)) }
        .map { InterpreterUnit.CallNull(argument: argument, place: $0) }
    }
  }

  private func caller(at slot: Int) -> VerifiedUnit.FunctionFacts {
    guard let function = unit.image.functionIndex(containing: slot) else {
      preconditionFailure("every instruction belongs to a function")
    }
    return verified.functions[function]
  }

  /// How far below `r10` the caller's linkage record lies.
  private func recordOffset(at slot: Int) -> Int16 {
    Int16(caller(at: slot).stackByteCount + Self.recordByteCount)
  }
}

extension NativeResult {
  init(_ type: FunctionContract.ResultType) {
    switch type {
    case .void: self = .void
    case .scalar(1, let isSigned): self = isSigned ? .signed8 : .unsigned8
    case .scalar(2, let isSigned): self = isSigned ? .signed16 : .unsigned16
    case .scalar(4, let isSigned): self = isSigned ? .signed32 : .unsigned32
    case .scalar, .pointer: self = .whole
    }
  }
}

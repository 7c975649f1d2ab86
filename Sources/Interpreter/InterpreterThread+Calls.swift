import Bytecode
import Verifier

/// Calls and returns. `slot` is that of the instruction at hand until one of these moves it.
///
/// What the loop calls is kept out of it: inlined, it takes the registers that the loop needs.
extension InterpreterThread {
  /// Does what changes the function or level that runs, but for the commonest; nil when the run goes on.
  @inline(never)
  mutating func transfer(_ step: Step) -> Progress? {
    switch step.kind {
    case .callNative: return callNative(step)
    case .suspend: return suspend(step)
    case .resume: return resume(step)
    case .unwind: return unwind()
    case .loopInFrame, .loopOnStack, .loopOutOfFrame: beginLoop(step)
    case .walkInFrame, .walkOnStack, .walkOutOfFrame: beginWalk(step)
    case .tailCall: tailCall()
    case .loadPacket: return loadPacket(step)
    case .safePoint: return runSafePoint(step)
    default: preconditionFailure("the loop does this itself")
    }
    return nil
  }

  // MARK: Functions of the unit

  /// The callee's `r10` is the address of the caller's linkage record, wherever that lies.
  @inline(never)
  mutating func callLocal(_ step: Step) {
    let flags = CallFlags(rawValue: step.source)
    if flags.contains(.givesAway) { nullWhatIsGivenAway() }
    let framePointer = registers.framePointer
    var record = framePointer - UInt64(step.offset)
    if step.kind == .callOutOfFrame {
      // On the thread's own stack, with the caller's `r10` behind it.
      record = levels.top.stackTop - UInt64(Preparation.recordByteCount) - 8
      Memory.store(framePointer, at: record + UInt64(Preparation.recordByteCount))
    }
    if step.kind != .callInFrame {
      precondition(stack.hasRoom(below: record), "calls nest too deep")
    }
    save(at: record)
    registers.framePointer = record
    slot = Int(step.immediate)
    if flags.contains(.nulls) { prepareStack(at: slot) }
  }

  /// What a function's stack holds from the start, when its first instruction is `slot`.
  func prepareStack(at slot: Int) {
    for place in unit.nulledAtEntry[slot] ?? [] { self[place] = 0 }
    if let budget = unit.budgets[slot] {
      Memory.store(
        UInt64(VerifiedUnit.FunctionFacts.iterationCountMax),
        at: registers.framePointer &+ Int64(budget).unsigned)
    }
  }

  /// Returns to the link that lies at `r10`.
  @inline(never)
  mutating func exit() -> Progress? {
    let record = registers.framePointer
    guard let call = Link.slot(of: Memory.load(at: record)) else { return endLevel() }
    reload(from: record)
    registers.framePointer = callerFramePointer(record: record, call: call)
    switch unit.steps[call].kind {
    case .loopInFrame, .loopOnStack, .loopOutOfFrame: continueLoop(at: call)
    case .walkInFrame, .walkOnStack, .walkOutOfFrame: continueWalk(at: call)
    default: goOn(after: call)
    }
    return nil
  }

  /// `r10` of the function whose call at slot `call` wrote `record`. Inlined, since a call that only reads
  /// the thread is given a copy of all of it.
  @inline(__always)
  func callerFramePointer(record: UInt64, call: Int) -> UInt64 {
    let step = unit.steps[call]
    return step.kind.isOutOfFrame
      ? Memory.load(at: record + UInt64(Preparation.recordByteCount))
      : record + UInt64(step.offset)
  }

  /// Writes link and `r6` to `r9` of the instruction at hand.
  @inline(__always)
  mutating func save(at record: UInt64) {
    Memory.store(Link.after(slot: slot), at: record)
    for number in UInt8(6)...9 {
      Memory.store(registers[number], at: record + 8 * UInt64(number - 5))
    }
  }

  @inline(__always)
  mutating func reload(from record: UInt64) {
    for number in UInt8(6)...9 {
      registers[number] = Memory.load(at: record + 8 * UInt64(number - 5))
    }
  }

  /// Leaves the call at slot `call`, after which `r1` to `r5` hold nothing.
  @inline(__always)
  mutating func goOn(after call: Int) {
    slot = call + 1
    guard unit.isChecked else { return }
    for number in UInt8(1)...5 { registers[number] = poison }
  }

  // MARK: Exported functions

  private mutating func callNative(_ step: Step) -> Progress? {
    let flags = CallFlags(rawValue: step.source)
    if flags.contains(.nulls) { nullWhatIsGivenAway() }
    startedOn?.noteCall(at: unit.addresses.firstSlot + slot)
    let result = Memory.call(
      step.immediate, registers[1], registers[2], registers[3], registers[4], registers[5])
    if flags.contains(.acquiresLock), execution.takeBlocked() { return .blocked }
    guard let type = NativeResult(rawValue: step.destination) else {
      preconditionFailure("the preparation stores a result's type")
    }
    registers[0] = type.extending(result)
    goOn(after: slot)
    return nil
  }

  /// Nulls the places that hold what the call at hand takes over, so that whatever unwinds the
  /// program later finds each owned value once.
  mutating func nullWhatIsGivenAway() {
    for null in unit.nulledByCall[slot] ?? [] where self[null.place] == registers[null.argument] {
      self[null.place] = 0
    }
  }

  /// A place of the function that runs.
  subscript(place: FrameLocation.Place) -> UInt64 {
    get {
      switch place {
      case .register(let number): registers[UInt8(number)]
      case .stackSlot(let index): Memory.load(at: registers.framePointer - UInt64(8 * (index + 1)))
      }
    }
    nonmutating set {
      switch place {
      case .register(let number): registers[UInt8(number)] = newValue
      case .stackSlot(let index):
        Memory.store(newValue, at: registers.framePointer - UInt64(8 * (index + 1)))
      }
    }
  }
}

import Bytecode
import CBaton
import Contracts
import Monitors
import Verifier

/// Checked mode: before and after each instruction, monitors made from the contracts look at it. The loop that runs
/// instructions knows nothing of that.
extension InterpreterThread {
  mutating func runMonitored(_ stepsLeft: inout Int) -> Progress {
    defer { stepsBeyond = 0 }
    while stepsLeft > 0 {
      stepsBeyond = stepsLeft - 1
      let progress = stepOrStop()
      stepsLeft = stepsBeyond
      guard let progress else { continue }
      if progress == .blocked { stepsLeft += 1 }
      return progress
    }
    return .outOfSteps
  }

  /// Runs one instruction, or ends the program that broke a clause; nil when the run goes on.
  private mutating func stepOrStop() -> Progress? {
    do throws(Violation) {
      try followLevels(monitor)
      // Whatever runs next, it may be of another unit.
      if let progress = try stepMonitored(monitor), progress != .outOfSteps {
        // The last level is gone.
        if progress != .blocked { runs = [] }
        return progress
      }
      try followLevels(monitor)
      return nil
    } catch {
      return stop(error, monitor)
    }
  }

  /// Of the unit that runs.
  private var monitor: UnitMonitor {
    guard let monitor = unit.monitor else {
      preconditionFailure("versions are all watched, or none")
    }
    return monitor
  }

  /// Runs one instruction; nil when the run goes on.
  private mutating func stepMonitored(_ monitor: UnitMonitor) throws(Violation) -> Progress? {
    let verified = unit.verified
    let slot = slot
    guard let operation = verified.unit.operations[slot] else {
      preconditionFailure("a program comes to no half of an instruction")
    }
    let run = runs.last!
    if unit.steps[slot].kind == .safePoint {
      let level = levels.count
      let progress = stopMonitored(run, monitor)
      if progress != nil || levels.count != level { return progress }
    }
    if case .call = operation, let contract = verified.unit.contract(calledAt: slot) {
      guard verified.unit.localFunction(calledAt: slot) != nil else {
        return try callMonitored(contract, run, monitor)
      }
      try run.beforeCall(contract, at: slot, arguments, memory)
      run.beginReplacement()
    }
    if case .exit = operation { try checkExit(run, monitor) }
    if let access = MemoryAccess(operation) {
      let address = registers[access.base.rawValue] &+ Int64(access.offset).unsigned
      let found = try run.checkAccess(
        address, access.size.byteCount, isWrite: access.isWrite, at: slot, memory)
      if case .native(let address, let byteCount) = found,
        case .load(_, _, let register, _, _) = operation
      {
        registers[register.rawValue] = Memory.loadWord(at: address, byteCount: byteCount)
        self.slot = slot + 1
        return nil
      }
    }
    let progress = executeOne()
    if case .exit = operation { noteEntry(run) }
    return progress
  }

  /// A safe point: who is suspended there may be resumed by somebody else at once.
  private mutating func stopMonitored(_ run: ContractRun, _ monitor: UnitMonitor) -> Progress? {
    guard let stoppable = unit.safePoints[slot] else { return nil }
    startedOn?.noteSteps(left: stepsBeyond)
    switch stop(at: stoppable) {
    case .goOn: return nil
    case .suspend:
      run.suspend()
      monitor.keep(run, ofCoroutine: execution.current)
      suspend(at: stoppable, unit.steps[slot])
      return nil
    case .cancel: return unwind()
    }
  }

  /// `r1` to `r5`.
  private var arguments: [UInt64] { (1...5).map { registers[UInt8($0)] } }

  private mutating func executeOne() -> Progress? {
    if unit.steps[slot].kind == .safePoint, let stoppable = unit.safePoints[slot] {
      return perform(stoppable)
    }
    var one = 1
    let progress = execute(&one)
    // A call may have taken more than its step.
    stepsBeyond += min(one, 0)
    return progress == .outOfSteps ? nil : progress
  }

  // MARK: Calls

  private mutating func callMonitored(
    _ contract: FunctionContract, _ run: ContractRun, _ monitor: UnitMonitor
  ) throws(Violation) -> Progress? {
    try run.beforeCall(contract, at: slot, arguments, memory)
    // From here on somebody else may resume it.
    if contract.suspends {
      run.suspend()
      monitor.keep(run, ofCoroutine: execution.current)
    }
    let level = levels.count
    if let mutation = monitor.mutation, mutation.function == contract.name {
      registers[0] = mutation.result
      goOn(after: slot)
      try run.afterCall(registers[0], memory)
      return nil
    }
    let progress = executeOne()
    if progress == .blocked { return progress }
    if contract.callsBack || contract.tailCalls {
      run.handOver()
      noteEntry(run)
    } else if progress == nil, levels.count == level {
      try run.afterCall(registers[0], memory)
    }
    return progress
  }

  /// A walk has begun the next round: its function is given an entry of the map, or elements of a container.
  private func noteEntry(_ run: ContractRun) {
    guard levels.count > 0, let call = Link.slot(of: Memory.load(at: registers.framePointer)),
      unit.steps[call].kind.isWalk,
      unit.verified.unit.image.functions.contains(where: { $0.start == slot })
    else { return }
    guard unit.steps[call].searches else {
      return run.noteEntry(map: registers[1], key: registers[2], value: registers[3])
    }
    guard let contract = unit.verified.unit.contract(calledAt: call) else { return }
    run.lend([registers[1], registers[2]], toCallbackOf: contract)
  }

  // MARK: Ends

  /// Where a program or a callback ends, its prototype says what must hold.
  private func checkExit(_ run: ContractRun, _ monitor: UnitMonitor) throws(Violation) {
    guard let call = Link.slot(of: Memory.load(at: registers.framePointer)) else {
      try run.checkEnd(registers[0], at: slot)
      // Whoever gets the frame next has another run.
      if levels.top.kind == .coroutine { monitor.keep(nil, ofCoroutine: execution.current) }
      return
    }
    let framePointer = registers.framePointer
    run.leave(stack: framePointer - stackByteCount(at: slot)..<framePointer)
    guard let contract = unit.verified.unit.contract(calledAt: call) else { return }
    guard contract.callsBack else { return try run.endReplacement(registers[0], memory) }
    try run.checkEnd(ofCallbackOf: contract, registers[0], at: slot)
  }

  // MARK: Levels

  /// Runs begin and end with levels.
  private mutating func followLevels(_ monitor: UnitMonitor) throws(Violation) {
    let ended = runs.count - levels.count
    if ended > 0 {
      runs.removeLast(ended)
      if let run = runs.last { try run.afterCall(registers[0], memory) }
    }
    guard runs.count < levels.count else { return }
    // Who goes on does so behind a call. A frame may have had another coroutine before this one.
    guard let entry = unit.entries.firstIndex(where: { $0.firstSlot == slot }) else {
      guard let run = monitor.run(ofCoroutine: execution.current) else {
        preconditionFailure("a coroutine that goes on has a run")
      }
      runs.append(run)
      try run.afterCall(registers[0], memory)
      return
    }
    runs.append(
      ContractRun(monitor, entry: entry, arguments: arguments))
  }

  /// A clause was broken: ends the program as a throw does, and releases what it owns.
  private mutating func stop(_ violation: Violation, _ monitor: UnitMonitor) -> Progress? {
    monitor.note(violation)
    guard levels.count > 0, let run = runs.last else { return .outOfSteps }
    let isCoroutine = levels.top.kind == .coroutine
    let frame = startedOn.map(\.current) ?? 0
    // The frame has the packet, and gives it back itself.
    let kept = isCoroutine ? ExecutionView.packet(ofFrame: frame) : 0
    for lock in run.heldLocks { release(lock) }
    for value in run.owned where value.address != kept {
      guard let destructor = unit.addresses.destructors[value.type] else { continue }
      _ = Memory.call(destructor, value.address)
    }
    run.forgetAll()
    if isCoroutine { monitor.keep(nil, ofCoroutine: frame) }
    if let startedOn {
      startedOn.noteThrow(registers)
      startedOn.noteThrow(countedBy: unit.addresses.thrown)
    }
    let progress = leaveAfterThrow()
    runs.removeLast(max(0, runs.count - levels.count))
    endCallBelow(monitor)
    return progress
  }

  /// Whoever resumed what was ended has given its handle away, and goes on with what the call returns.
  private func endCallBelow(_ monitor: UnitMonitor) {
    guard levels.count > 0, let below = runs.last else { return }
    do throws(Violation) {
      try below.afterCall(registers[0], memory)
    } catch {
      monitor.note(error)
    }
  }

  /// Gives a lock up with the function that gives up what the other one has taken.
  private func release(_ lock: (takenBy: String, argument: UInt64)) {
    let interface = unit.verified.unit.interface
    guard let taker = interface.function(named: lock.takenBy),
      let giver = interface.functions.firstIndex(where: { function in
        function.releasesLock != nil
          && function.signature.parameters == interface.functions[taker].signature.parameters
      }), unit.addresses.exported[giver] != 0
    else { return }
    _ = Memory.call(unit.addresses.exported[giver], lock.argument)
  }

  /// The stacks of the functions that are active in this level.
  private var memory: MonitoredMemory {
    var stacks: [Range<UInt64>] = []
    var framePointer = registers.framePointer
    var slot = slot
    while true {
      stacks.append(framePointer - stackByteCount(at: slot)..<framePointer)
      // A callee's `r10` is its caller's record.
      guard let call = Link.slot(of: Memory.load(at: framePointer)) else { break }
      framePointer = callerFramePointer(record: framePointer, call: call)
      slot = call
    }
    return MonitoredMemory(stacks: stacks) { Memory.loadWord(at: $0, byteCount: $1) }
  }

  /// Of the function at `slot`, without what engines keep there.
  private func stackByteCount(at slot: Int) -> UInt64 {
    let verified = unit.verified
    guard let function = verified.unit.image.functionIndex(containing: slot) else { return 0 }
    return UInt64(verified.functions[function].usedByteCount)
  }
}

/// A load or store of an instruction.
private struct MemoryAccess {
  var base: Register
  var offset: Int16
  var size: MemorySize
  var isWrite: Bool

  init?(_ operation: Operation) {
    switch operation {
    case .load(let size, _, _, let base, let offset):
      (self.base, self.offset, self.size, isWrite) = (base, offset, size, false)
    case .loadAcquire(let size, _, let base, let offset):
      (self.base, self.offset, self.size, isWrite) = (base, offset, size, false)
    case .storeRegister(let size, let base, let offset, _),
      .storeImmediate(let size, let base, let offset, _),
      .atomic(_, let size, let base, let offset, _),
      .storeRelease(let size, let base, let offset, _):
      (self.base, self.offset, self.size, isWrite) = (base, offset, size, true)
    default: return nil
    }
  }
}

extension Step.Kind {
  fileprivate var isWalk: Bool {
    switch self {
    case .walkInFrame, .walkOnStack, .walkOutOfFrame: true
    default: false
    }
  }
}

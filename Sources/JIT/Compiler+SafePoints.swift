import Bytecode
import CBaton
import Verifier

/// Safe points: two instructions in front of the one that ends a round of a loop. What happens when the budget is used
/// up lies behind the function, and does most of it in code that all share.
extension Compiler {
  private static let budget = unsafe Int32(MemoryLayout<baton_execution>.offset(of: \.budget)!)
  private static let refill = unsafe Int32(MemoryLayout<baton_execution>.offset(of: \.refill)!)
  private static let quickLooks = unsafe Int32(
    MemoryLayout<baton_execution>.offset(of: \.quick_looks)!)
  private static let request = unsafe Int32(MemoryLayout<baton_execution>.offset(of: \.request)!)
  private static let seenRequest = unsafe Int32(
    MemoryLayout<baton_execution>.offset(of: \.seen_request)!)
  private static let suspend = Int32(1)

  /// Farther than any function reaches: where code lies of which no pass has seen the place.
  static let farAway = 1 << 20

  mutating func emitSafePoint(at slot: Int) {
    guard addresses.safePoint != 0, let point = verified.safePoints[slot],
      !budgetLoops.isLeft(byJumpAt: slot, of: unit)
    else { return }
    if case .jump? = unit.operations[slot] { return }
    emitTaking(point, inRegister: budgetLoops.loops[slot] != nil, at: slot)
  }

  /// Takes the cost of a round from the budget, and stops where that is used up.
  private mutating func emitTaking(_ point: SafePoint, inRegister: Bool, at slot: Int) {
    emitTaking(point, inRegister: inRegister)
    emitter.jump(.negative, toOffset: stop(at: slot))
    safePoints.append((slot, emitter.offset))
  }

  /// The jump back at a safe point, by which a round ends, in one with the look at whether the budget is used up.
  mutating func emitJump(back target: Int, at slot: Int) -> Bool {
    guard addresses.safePoint != 0, let point = verified.safePoints[slot],
      !budgetLoops.isLeft(byJumpAt: slot, of: unit)
    else { return false }
    emitTaking(point, inRegister: budgetLoops.loops[slot] != nil)
    let round = destination(ofJumpTo: target, from: slot)
    emitter.jump(.notNegative, toOffset: round)
    emitter.jump(toOffset: stop(at: slot))
    safePoints.append((slot, round))
    return true
  }

  /// Where the code lies that stops at `slot`.
  private func stop(at slot: Int) -> Int {
    safePointOffsets[slot].map { $0 + drift } ?? emitter.offset + Self.farAway
  }

  private mutating func emitTaking(_ point: SafePoint, inRegister: Bool) {
    let cost = Int32(clamping: point.cost)
    if inRegister {
      emitter.operate(.subtract, .double, Self.budgetRegister, constant: cost)
    } else {
      emitter.operateMemory(.subtract, .execution, Self.budget, constant: cost)
    }
  }

  /// What the safe points of the function do whose budget is used up.
  mutating func emitStops() {
    emitLeavingJumps()
    for (slot, resumption) in safePoints {
      safePointOffsets[slot] = emitter.offset
      emitQuickLook(at: slot, resumption)
      if verified.safePoints[slot]?.suspends == true {
        emitter.loadAddress(.scratch, .rbp, recordOffset)
        emitter.call(toOffset: helperOffsets.safePoint)
        noteStop(slot)
        // Here it goes on when it is resumed: with all its registers, behind this jump.
        emitter.farJump(toOffset: helperOffsets.restoration)
      } else {
        emitter.call(toOffset: helperOffsets.cancellationPoint)
        noteStop(slot)
      }
      if keepsBudgetInRegister(at: slot) { emitBudgetLoad() }
      emitter.jump(toOffset: resumption)
    }
    safePoints.removeAll(keepingCapacity: true)
    emitRefusals()
  }

  private func keepsBudgetInRegister(at slot: Int) -> Bool {
    budgetLoops.loops[slot] != nil && !budgetLoops.isLeft(byJumpAt: slot, of: unit)
  }

  /// Goes on with another budget where nobody asks for anything, and it is not yet time to look at the clock.
  private mutating func emitQuickLook(at slot: Int, _ resumption: Int) {
    let isInRegister = keepsBudgetInRegister(at: slot)
    let budget = isInRegister ? Self.budgetRegister : X86Register.scratch
    // Who asks has looked at what runs: that comes back on the way of what is asked, as it is written when this is suspended.
    emitter.prefetchForWriting(.execution, Self.runs)
    emitter.operateMemory(.subtract, .execution, Self.quickLooks, constant: 1, .word)
    emitter.skip(.negative) { code in
      code.load(.scratch, .execution, Self.request, byteCount: 8)
      code.load(.scratch, .scratch, 0, byteCount: 8)
      code.operate(.compare, .scratch, .execution, Self.seenRequest)
      code.skip(.notEqual) { code in
        code.load(budget, .execution, Self.refill, byteCount: 8)
        if !isInRegister { code.store(.execution, Self.budget, budget) }
        code.jump(toOffset: resumption)
      }
    }
  }

  /// Cancels whoever is refused where the budget is used up.
  mutating func emitCancellationPoint(at slot: Int) {
    emitter.operateMemory(
      .subtract, .execution, Self.budget, constant: Int32(SafePoint.refusalCost))
    emitter.skip(.notNegative) { [helper = helperOffsets.cancellationPoint] code in
      code.call(toOffset: helper)
    }
    noteStop(slot)
  }

  private mutating func noteStop(_ slot: Int) {
    sites.append(CallSite(returnOffset: emitter.offset, slot: slot, kind: .safePoint))
  }

  // MARK: Loops that keep the budget in a register

  /// Nothing else in such loops needs it.
  private static let budgetRegister = X86Register.scratch3

  private mutating func emitBudgetLoad() {
    emitter.load(Self.budgetRegister, .execution, Self.budget, byteCount: 8)
  }

  mutating func emitBudgetStore() {
    emitter.store(.execution, Self.budget, Self.budgetRegister)
  }

  /// Whoever comes to the loop loads the budget first; its own rounds begin behind that.
  mutating func emitBudgetLoad(at slot: Int) {
    guard addresses.safePoint != 0, budgetLoops.loops[slot]?.lowerBound == slot else { return }
    emitPadding(at: slot)
    emitBudgetLoad()
    roundOffsets[slot] = emitter.offset
  }

  private static let roundAlignment = 32
  private static let passesWithMovingPadding = 6
  /// Of a load of the budget.
  private static let budgetLoadByteCount = 5

  /// Has the loop's rounds begin where processors fetch instructions best. After some passes as much of it is left as
  /// there is, so that all places settle.
  private mutating func emitPadding(at slot: Int) {
    if passCount <= Self.passesWithMovingPadding {
      let end = emitter.offset + Self.budgetLoadByteCount
      paddings[slot] = (Self.roundAlignment - end % Self.roundAlignment) % Self.roundAlignment
    }
    emitter.pad(paddings[slot] ?? 0)
  }

  /// The loop's last instruction may be its end.
  mutating func emitBudgetStore(behind slot: Int) {
    guard addresses.safePoint != 0, budgetLoops.loops[slot]?.upperBound == slot,
      case .branch? = unit.operations[slot]
    else { return }
    emitBudgetStore()
  }

  /// Where the jump at `slot` leads to, whose target is the instruction `target`.
  mutating func destination(ofJumpTo target: Int, from slot: Int) -> Int {
    guard addresses.safePoint != 0, let loop = budgetLoops.loops[slot] else {
      return place(of: target, from: slot)
    }
    if target == loop.lowerBound, let round = roundOffsets[target] { return round }
    if loop.contains(target) { return place(of: target, from: slot) }
    leavingJumps.append((slot, target))
    return leavingOffsets[slot].map { $0 + drift } ?? emitter.offset + Self.farAway
  }

  private mutating func emitLeavingJumps() {
    for (slot, target) in leavingJumps {
      leavingOffsets[slot] = emitter.offset
      emitBudgetStore()
      // A round of a loop around this one ends only here.
      if budgetLoops.isLeft(byJumpAt: slot, of: unit), let point = verified.safePoints[slot] {
        emitTaking(point, inRegister: false, at: slot)
      }
      emitter.jump(toOffset: slotOffsets[target])
    }
    leavingJumps.removeAll(keepingCapacity: true)
  }

  // MARK: What all safe points share

  mutating func emitSafePointHelpers() {
    guard addresses.safePoint != 0 else { return }
    if verified.stoppedOffset != nil { emitSuspensionFromOutside() }
    emitCancellationPoint()
  }

  private static let argument = Int32(MemoryLayout<coroutine>.offset(of: \.argument)!)
  private static let thrown = unsafe Int32(
    MemoryLayout<baton_execution>.offset(of: \.thrown_registers)!)
  private static let clobbered: [X86Register] = (0...5).map {
    X86Register(Register(rawValue: $0))
  }

  /// Where `baton_stopped` lies in the frame, and its members behind the registers.
  private var stopped: Int32 {
    unsafe Int32(MemoryLayout<baton_frame>.size + (verified.stoppedOffset ?? 0))
  }
  private var stoppedFramePointer: Int32 { stopped + 48 }
  private var stoppedLink: Int32 { stopped + 56 }

  /// Completes the frame of the coroutine that called from a safe point, whose record's address is in `r11`, and asks the
  /// run time what is to become of it.
  private mutating func emitSuspensionFromOutside() {
    guard let target = verified.preemptionTarget else {
      preconditionFailure("the verifier found who gets the handle")
    }
    helperOffsets.safePoint = emitter.offset
    let (frame, record, link) = (X86Register.scratch3, X86Register.scratch, X86Register.scratch2)
    emitter.pop(link)
    emitter.load(frame, .execution, Self.current, byteCount: 8)
    for (number, register) in Self.clobbered.enumerated() {
      emitter.store(frame, stopped + Int32(8 * number), register)
    }
    emitter.store(frame, stoppedFramePointer, .rbp)
    emitter.store(frame, Self.record, record)
    emitter.store(record, 0, link)
    emitter.operate(.add, .double, link, constant: Emitter.farJumpByteCount)
    emitter.store(frame, stoppedLink, link)
    for (index, register) in Self.calleeSaved.enumerated() {
      emitter.store(record, Int32(8 * (index + 1)), X86Register(register))
    }
    emitter.move(.rdi, .execution)
    emitNativeCall(addresses.safePoint)
    emitter.operate(.compare, .word, .rax, constant: Self.suspend)
    emitter.jump(.below, toOffset: helperOffsets.restoration)
    emitter.jump(.above, toOffset: helperOffsets.cancellation)
    emitter.load(.rdi, .execution, Self.current, byteCount: 8)
    emitter.load(.rsi, .rdi, Self.argument, byteCount: 8)
    emitter.call(toOffset: functionOffsets[target])
    if tracesRuns { emitOutcome() }
    emitter.test(.word, .rax, .rax)
    emitter.skip(.negative) { code in
      code.load(.rax, constant: UInt64(CO_SUSPENDED.rawValue))
      code.ret()
    }
    emitter.load(.rdi, .execution, Self.current, byteCount: 8)
    emitRefusal()
    emitter.jump(toOffset: helperOffsets.restoration)
    helperOffsets.cancellation = emitter.offset
    emitter.move(.rdi, .execution)
    emitter.move(.rsi, .rbp)
    emitter.move(.rdx, .rsp)
    emitNativeCall(addresses.cancel)
    Self.emitLanding(&emitter)
    emitRestoration(frame, record)
  }

  /// All registers of the current coroutine as they were at its safe point, and on behind it.
  private mutating func emitRestoration(_ frame: X86Register, _ record: X86Register) {
    helperOffsets.restoration = emitter.offset
    emitter.load(frame, .execution, Self.current, byteCount: 8)
    emitter.load(record, frame, Self.record, byteCount: 8)
    for (index, register) in Self.calleeSaved.enumerated() {
      emitter.load(X86Register(register), record, Int32(8 * (index + 1)), byteCount: 8)
    }
    for (number, register) in Self.clobbered.enumerated() {
      emitter.load(register, frame, stopped + Int32(8 * number), byteCount: 8)
    }
    emitter.load(.rbp, frame, stoppedFramePointer, byteCount: 8)
    emitter.jumpMemory(frame, stoppedLink)
  }

  /// Called from a safe point whose program can only be cancelled. C functions keep `r6` to `r9`.
  private mutating func emitCancellationPoint() {
    helperOffsets.cancellationPoint = emitter.offset
    emitter.operate(.subtract, .double, .rsp, constant: 8)
    for number in 0..<10 {
      let register = X86Register(Register(rawValue: UInt8(number)))
      emitter.store(.execution, Self.thrown + Int32(8 * number), register)
    }
    emitter.move(.rdi, .execution)
    emitter.move(.rsi, .rbp)
    emitter.loadAddress(.rdx, .rsp, 16)
    emitter.load(.rcx, .rsp, 8, byteCount: 8)
    emitNativeCall(addresses.cancellationPoint)
    emitter.test(.double, .rax, .rax)
    emitter.skip(.equal) { Self.emitLanding(&$0) }
    for (number, register) in Self.clobbered.enumerated() {
      emitter.load(register, .execution, Self.thrown + Int32(8 * number), byteCount: 8)
    }
    emitter.operate(.add, .double, .rsp, constant: 8)
    emitter.ret()
  }
}

import CBaton
import Contracts
import Verifier

/// Calls that suspend the coroutine that makes them.
///
/// The frame is completed first. Then the call's own part is run, if it has one: an exported function, which keeps the
/// coroutine (> 0) or returns what the call does at once. Then the queue program that the call names, if it names one,
/// has the handle, or the ticket that the own part has made. Whoever keeps it may let the coroutine go on elsewhere: the
/// frame isn't touched again.
extension Compiler {
  /// The suspensions of the function that is being translated which may go on at once.
  struct Refusal {
    var slot: Int
    /// Where they go on.
    var continuation: Int
    var hasOwnPart: Bool
    var handsOver: Bool
  }

  private static let now = unsafe Int32(MemoryLayout<baton_execution>.offset(of: \.now)!)
  private static let argument = Int32(MemoryLayout<coroutine>.offset(of: \.argument)!)
  private static let ticket = unsafe Int32(MemoryLayout<baton_execution>.offset(of: \.ticket)!)
  private static let outcome = unsafe Int32(MemoryLayout<baton_frame>.offset(of: \.outcome)!)

  private static let suspended = UInt64(CO_SUSPENDED.rawValue)
  private static let expired = UInt64(CO_EXPIRED.rawValue)

  /// `co_await(queue = r1, argument = r2)` and its like. `ownPart` is 0 where there is none, and takes up to three
  /// arguments.
  mutating func emitSuspension(at slot: Int, _ contract: FunctionContract, ownPart: UInt64) {
    emitSaves(at: slot)
    emitLink(.rbp, recordOffset, at: slot)
    let queue = contract.handsOver ? verified.calledProgram(at: slot) : nil
    let isIndirect = contract.handsOver && queue == nil
    if isIndirect { emitter.move(.scratch, .rdi) }
    // The own part gets the call's arguments where they are.
    emitCompletion(of: ownPart == 0 ? .rdi : .scratch2, contract, queue)
    if ownPart != 0 { emitOwnPart(ownPart, keepingQueue: isIndirect, at: slot) }
    if contract.handsOver {
      if ownPart != 0 { emitTicket() }
      emitHandingOver(to: queue, at: slot)
      emitCall(ofQueue: queue)
      emitter.test(.word, .rax, .rax)
      emitter.jump(.negative, toOffset: outOfLine(refusalOffsets[slot]))
    }
    Self.emitSuspended(&emitter)
    noteResume(slot)
    emitReturnToFrame()
    if ownPart == 0 {
      emitter.load(.rax, constant: 0)
    } else {
      emitter.load(.rax, .rdi, Self.outcome, byteCount: 8)
    }
    emitReloads(at: slot)
    refusals.append(
      Refusal(
        slot: slot, continuation: emitter.offset, hasOwnPart: ownPart != 0,
        handsOver: contract.handsOver))
  }

  /// Completes the head of the current coroutine's frame, whose address `frame` holds afterwards.
  private mutating func emitCompletion(
    of frame: X86Register, _ contract: FunctionContract, _ queue: Int?
  ) {
    emitFrame(frame)
    emitter.loadAddress(.rax, .rbp, recordOffset)
    emitter.store(frame, Self.record, .rax)
    if contract.handsOver {
      emitter.store(frame, Self.argument, .rsi)
    } else {
      emitter.store(frame, Self.argument, constant: 0)
    }
    emitter.load(.rax, .execution, Self.now, byteCount: 8)
    emitter.store(frame, Self.suspendedAt, .rax)
    emitMarking(frame, contract.handsOver ? .known(queue) : .none)
  }

  private mutating func emitOwnPart(_ address: UInt64, keepingQueue isIndirect: Bool, at slot: Int)
  {
    // Twice, to keep the stack pointer aligned.
    if isIndirect { for _ in 0..<2 { emitter.push(.scratch) } }
    emitNativeCall(address)
    if isIndirect { for _ in 0..<2 { emitter.pop(.scratch) } }
    emitter.test(.word, .rax, .rax)
    emitter.jump(.lessOrEqual, toOffset: outOfLine(declineOffsets[slot]))
  }

  /// The queue program's arguments: the ticket that the own part has left, and what it is told.
  private mutating func emitTicket() {
    emitter.load(.rdi, .execution, Self.ticket, byteCount: 8)
    emitter.load(.rsi, .rdi, Self.argument, byteCount: 8)
  }

  private func outOfLine(_ offset: Int?) -> Int {
    offset.map { $0 + drift } ?? emitter.offset + Self.farAway
  }

  /// The suspensions of the function that go on at once: the frame never left, so the record is where it was. Whoever is
  /// refused again and again without end is cancelled.
  mutating func emitRefusals() {
    for refusal in refusals {
      if refusal.handsOver { emitRefusedHandle(refusal) }
      if refusal.hasOwnPart { emitDecline(refusal) }
      emitter.load(.rdi, .rdi, Self.record, byteCount: 8)
      emitter.loadAddress(.rbp, .rdi, -recordOffset)
      emitReloads(at: refusal.slot)
      if addresses.safePoint != 0 { emitCancellationPoint(at: refusal.slot) }
      emitter.jump(toOffset: refusal.continuation)
    }
    refusals.removeAll(keepingCapacity: true)
  }

  /// The queue program has refused the handle. rdi is the frame behind that.
  private mutating func emitRefusedHandle(_ refusal: Refusal) {
    refusalOffsets[refusal.slot] = emitter.offset
    noteRefused(at: refusal.slot)
    emitter.registerForm(0x63, .double, reg: 0, rm: .rax)
    if refusal.hasOwnPart {
      for _ in 0..<2 { emitter.push(.rax) }
      emitter.move(.rdi, .execution)
      emitNativeCall(addresses.withdraw)
      for _ in 0..<2 { emitter.pop(.rax) }
    }
    emitter.load(.rdi, .execution, Self.current, byteCount: 8)
    emitRefusal()
    if refusal.hasOwnPart {
      emitter.jump(toOffset: joinOffsets[refusal.slot] ?? emitter.offset + Self.farAway)
    }
  }

  /// The own part has not kept the coroutine.
  private mutating func emitDecline(_ refusal: Refusal) {
    declineOffsets[refusal.slot] = emitter.offset
    emitter.registerForm(0x63, .double, reg: 0, rm: .rax)
    emitter.load(.rdi, .execution, Self.current, byteCount: 8)
    joinOffsets[refusal.slot] = emitter.offset
  }

  /// Calls a queue program, or that whose address is in scratch.
  mutating func emitCall(ofQueue queue: Int?) {
    guard let queue else { return emitter.call(.scratch) }
    emitter.call(toOffset: functionOffsets[queue])
  }

  /// Returns to whoever resumed the coroutine.
  static func emitSuspended(_ code: inout Emitter) {
    code.load(.rax, constant: Self.suspended)
    code.ret()
  }

  /// What a ticket's only record links to: lets the coroutine go on for which it stands, if that still waits. The stack
  /// pointer is aligned.
  mutating func emitTicketLink() {
    helperOffsets.ticket = emitter.offset
    emitter.move(.rdi, .execution)
    emitNativeCall(addresses.claim)
    emitter.test(.double, .rax, .rax)
    emitter.skip(.equal) { code in
      code.move(.rdi, .rax)
      code.load(.rax, .rdi, Self.record, byteCount: 8)
      code.jumpMemory(.rax, 0)
    }
    emitter.load(.rax, constant: Self.expired)
    emitter.ret()
  }
}

import Bytecode
import CBaton
import Contracts
import Verifier

extension Compiler {
  mutating func emitCall(at slot: Int) {
    if let callee = unit.localFunction(calledAt: slot) {
      if let contract = unit.contract(calledAt: slot) { emitNulls(of: contract, at: slot) }
      emitLocalCall(callee, at: slot)
      return
    }
    guard let index = unit.exportedFunction(calledAt: slot) else {
      preconditionFailure("the verifier refuses unknown functions")
    }
    let contract = unit.interface.functions[index]
    emitNulls(of: contract, at: slot)
    if contract.throws {
      emitThrow(at: slot)
    } else if contract.tailCalls {
      emitTailCall()
    } else if contract.callsBack {
      if let walk = contract.walk { emitWalk(at: slot, walk) } else { emitLoop(at: slot) }
    } else if contract.suspends {
      if addresses.exported[index] != 0 { calledExports.insert(index) }
      emitSuspension(at: slot, contract, ownPart: addresses.exported[index])
    } else if contract.resumes {
      emitResumption(at: slot)
    } else if let call = InPlace(at: slot, verified, addresses) {
      emit(call)
    } else {
      calledExports.insert(index)
      emitter.store(
        .execution, Self.lastCall, constant: Int32(addresses.firstSlot + slot + 1),
        byteCount: 4)
      emitNativeCall(addresses.exported[index])
      emitResult(contract.result)
    }
  }

  private static let lastCall = unsafe Int32(
    MemoryLayout<baton_execution>.offset(of: \.last_call)!)

  /// Nulls the places that hold what this call gives away, so that whatever unwinds the program
  /// later finds each owned value once.
  private mutating func emitNulls(of contract: FunctionContract, at slot: Int) {
    guard let places = verified.cleanup.nulledByCall[slot] else { return }
    for index in contract.consumedParameters {
      let argument = X86Register(Register(rawValue: UInt8(index + 1)))
      for place in places {
        switch place {
        case .register(let number):
          let kept = X86Register(Register(rawValue: UInt8(number)))
          if kept == argument { continue }
          emitter.operate(.compare, .double, kept, argument)
          emitter.skip(.notEqual) { $0.load(kept, constant: 0) }
        case .stackSlot(let index):
          let displacement = Int32(-8 * (index + 1))
          emitter.compareMemory(.rbp, displacement, argument)
          emitter.skip(.notEqual) { $0.store(.rbp, displacement, constant: 0) }
        }
      }
    }
  }

  mutating func emitNativeCall(_ address: UInt64) {
    let from = emitter.base &+ UInt64(emitter.offset + 5)
    if let near = Int32(exactly: Int64(bitPattern: address &- from)) {
      emitter.byte(0xe8)
      emitter.word32(near)
      return
    }
    emitter.load(.rax, constant: address)
    emitter.call(.rax)
  }

  /// C leaves the upper bits of narrow results undefined; BPF's `r0` has 64.
  private mutating func emitResult(_ result: FunctionContract.ResultType) {
    guard case .scalar(let byteCount, let isSigned) = result else { return }
    let rax = X86Register.rax
    switch (byteCount, isSigned) {
    case (4, true): emitter.registerForm(0x63, .double, reg: rax.rawValue, rm: rax)
    case (4, false): emitter.move(rax, rax, .word)
    case (2, true): emitter.registerForm(0x0fbf, .double, reg: rax.rawValue, rm: rax)
    case (2, false): emitter.registerForm(0x0fb7, .word, reg: rax.rawValue, rm: rax)
    case (1, true): emitter.registerForm(0x0fbe, .double, reg: rax.rawValue, rm: rax)
    case (1, false): emitter.registerForm(0x0fb6, .word, reg: rax.rawValue, rm: rax)
    default: break
    }
  }

  // MARK: Saved registers

  static let calleeSaved: [Register] = [.r6, .r7, .r8, .r9]

  /// Where the record keeps a register, relative to `r10`.
  private func saveOffset(_ register: Register) -> Int32 {
    recordOffset + 8 * Int32(register.index - Register.r6.index + 1)
  }

  mutating func emitSaves(at slot: Int) {
    for register in Self.calleeSaved where verified.mustSave(register, atCall: slot) {
      emitter.store(.rbp, saveOffset(register), X86Register(register))
    }
  }

  mutating func emitReloads(at slot: Int) {
    for register in Self.calleeSaved where verified.mustSave(register, atCall: slot) {
      emitter.load(X86Register(register), .rbp, saveOffset(register), byteCount: 8)
    }
  }

  private mutating func noteSite(_ slot: Int, _ kind: CallSite.Kind) {
    sites.append(CallSite(returnOffset: emitter.offset, slot: slot, kind: kind))
  }

  // MARK: BPF-to-BPF calls

  private mutating func emitLocalCall(_ callee: Int, at slot: Int) {
    emitSaves(at: slot)
    emitTransfer(to: callee, at: slot)
    emitReloads(at: slot)
  }

  /// Runs a function of the unit, and goes on behind it; r6 to r9 are then anything.
  mutating func emitTransfer(to callee: Int, at slot: Int) {
    switch (facts.isInFrame, verified.functions[callee].isInFrame) {
    case (false, _):
      emitter.call(toOffset: functionOffsets[callee])
      noteSite(slot, .native)
      // The callee returned with the stack pointer just above the record's link.
      emitter.loadAddress(.rbp, .rsp, stackByteCount + Self.recordByteCount - 8)
    case (true, true):
      emitLink(.rbp, recordOffset, at: slot)
      emitter.loadAddress(.rbp, .rbp, recordOffset)
      emitter.jump(toOffset: functionOffsets[callee])
      noteResume(slot)
      emitter.loadAddress(.rbp, .rbp, -recordOffset)
    case (true, false):
      // Twice, to keep the stack pointer aligned.
      emitter.push(.rbp)
      emitter.push(.rbp)
      emitter.call(toOffset: functionOffsets[callee])
      noteSite(slot, .frameToNative)
      emitter.pop(.rbp)
      emitter.pop(.rbp)
    }
  }

  /// Writes the place where the function goes on after `slot` into a record.
  mutating func emitLink(_ base: X86Register, _ displacement: Int32, at slot: Int) {
    emitter.loadAddress(.rax, ofOffset: resumeOffsets[slot] ?? emitter.offset)
    emitter.store(base, displacement, .rax)
  }

  mutating func noteResume(_ slot: Int) {
    resumeOffsets[slot] = emitter.offset
    noteSite(slot, .frame)
  }

  // MARK: Coroutines

  static let current = unsafe Int32(MemoryLayout<baton_execution>.offset(of: \.current)!)
  static let tailCalls = unsafe Int32(MemoryLayout<baton_execution>.offset(of: \.tail_calls)!)
  private static let thrown = unsafe Int32(
    MemoryLayout<baton_execution>.offset(of: \.thrown_registers)!)
  static let record = unsafe Int32(MemoryLayout<baton_frame>.offset(of: \.record)!)
  private static let packet = unsafe Int32(MemoryLayout<baton_frame>.offset(of: \.packet)!)
  static let suspendedAt = Int32(MemoryLayout<coroutine>.offset(of: \.suspended_at)!)

  static let runs = unsafe Int32(MemoryLayout<baton_execution>.offset(of: \.runs)!)

  private static let finished = UInt64(CO_FINISHED.rawValue)

  /// `bpf_co_resume(r1)`: the coroutine runs on this stack until it suspends or ends. The function's own frame lies right
  /// above the stack pointer.
  private mutating func emitResumption(at slot: Int) {
    emitSaves(at: slot)
    emitter.operate(.subtract, .double, .rsp, constant: 8)
    emitRun(at: slot)
    emitter.operate(.add, .double, .rsp, constant: 8)
    emitter.loadAddress(.rbp, .rsp, stackByteCount + Self.recordByteCount - 8)
    emitReloads(at: slot)
  }

  /// Enters the coroutine whose handle is in rdi; rax is its `co_status` afterwards. At the call the
  /// stack pointer is 8 bytes off alignment, so that it is aligned inside.
  private mutating func emitRun(at slot: Int? = nil) {
    emitter.store(.execution, Self.current, .rdi)
    emitGoingOn(at: slot)
    if addresses.safePoint != 0 { emitter.operateMemory(.add, .execution, Self.runs, constant: 1) }
    emitter.load(.rax, .rdi, Self.record, byteCount: 8)
    emitter.callMemory(.rax, 0)
    emitter.store(.execution, Self.current, constant: 0)
  }

  /// Where a spawned coroutine begins: rdi is its frame. Programs know it by this address; in front of it stands which
  /// function it is.
  mutating func emitStart() {
    emitter.word32(Int32(function))
    startOffsets[function] = emitter.offset
    emitter.loadAddress(.rbp, .rdi, rootOffset)
    emitter.loadAddress(.rax, ofOffset: helperOffsets.finish)
    emitter.store(.rbp, 0, .rax)
    emitter.load(.rdi, .rdi, Self.packet, byteCount: 8)
  }

  /// Where the `r10` of the function, with which coroutines begin and which nobody calls, lies in their frames.
  private var rootOffset: Int32 {
    unsafe Int32(MemoryLayout<baton_frame>.size + verified.frameByteCount(entry: function) - 8)
  }

  /// Loads the address of the current coroutine's frame. Where the function's own stack tells it, nothing has to come
  /// out of memory that has just been written.
  mutating func emitFrame(_ frame: X86Register) {
    if facts.isCoroutine {
      emitter.loadAddress(frame, .rbp, -rootOffset)
    } else {
      emitter.load(frame, .execution, Self.current, byteCount: 8)
    }
  }

  /// The function goes on behind a suspension, in the frame in rdi, whose record is in rax: `r10` is what it was.
  mutating func emitReturnToFrame() {
    if facts.isCoroutine {
      emitter.loadAddress(.rbp, .rdi, rootOffset)
    } else {
      emitter.loadAddress(.rbp, .rax, -recordOffset)
    }
  }

  /// Where a coroutine's entry function returns to: rax is its result.
  mutating func emitFinish() {
    helperOffsets.finish = emitter.offset
    emitter.move(.rdi, .execution)
    emitter.move(.rsi, .rax, .word)
    emitNativeCall(addresses.finish)
    emitter.load(.rax, constant: Self.finished)
    emitter.ret()
  }

  /// Where a coroutine goes on that was cancelled while it waited.
  mutating func emitForgotten() {
    guard addresses.abandon != 0 else { return }
    helperOffsets.forgotten = emitter.offset
    emitter.move(.rdi, .execution)
    emitter.load(.rsi, .execution, Self.current, byteCount: 8)
    emitNativeCall(addresses.abandon)
    emitter.load(.rax, constant: UInt64(CO_CANCELLED.rawValue))
    emitter.ret()
  }

  /// Hands the registers to the unwinder, and goes on where it says.
  private mutating func emitThrow(at slot: Int) {
    for number in 0..<10 {
      let register = X86Register(Register(rawValue: UInt8(number)))
      emitter.store(.execution, Self.thrown + Int32(8 * number), register)
    }
    for register in Self.calleeSaved {
      emitter.store(.rbp, saveOffset(register), X86Register(register))
    }
    emitter.move(.rdi, .execution)
    emitter.move(.rsi, .rbp)
    emitter.move(.rdx, .rsp)
    emitter.load(.rcx, constant: UInt64(addresses.firstSlot + slot))
    emitNativeCall(addresses.unwind)
    Self.emitLanding(&emitter)
  }

  /// Goes on where the unwinder says.
  static func emitLanding(_ code: inout Emitter) {
    code.move(.rsp, .rax)
    code.move(.rax, .rdx)
    code.ret()
  }

  // MARK: From and to native code

  private static let preserved: [X86Register] = [.rbx, .rbp, .r12, .r13, .r14, .r15]

  /// `u64 enter(u64 code, baton_execution *, u64 r1, u64 r2)`: runs a program that is no coroutine.
  mutating func emitEnter() {
    helperOffsets.enter = emitter.offset
    for register in Self.preserved { emitter.push(register) }
    emitter.operate(.subtract, .double, .rsp, constant: 8)
    emitter.move(.execution, .rsi)
    emitter.store(.execution, Self.tailCalls, constant: 0, byteCount: 4)
    emitter.move(.rax, .rdi)
    emitter.move(.rdi, .rdx)
    emitter.move(.rsi, .rcx)
    emitter.call(.rax)
    emitter.operate(.add, .double, .rsp, constant: 8)
    for register in Self.preserved.reversed() { emitter.pop(register) }
    emitter.ret()
  }

  /// `u64 resume(baton_execution *, baton_frame *)`: runs a suspended coroutine.
  mutating func emitResume() {
    helperOffsets.resume = emitter.offset
    for register in Self.preserved { emitter.push(register) }
    emitter.move(.execution, .rdi)
    emitter.move(.rdi, .rsi)
    emitRun()
    for register in Self.preserved.reversed() { emitter.pop(register) }
    emitter.ret()
    emitAsides()
  }
}

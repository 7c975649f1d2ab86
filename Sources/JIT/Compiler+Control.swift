import Bytecode
import CBaton
import Verifier

/// Ways on that are neither a branch nor a call: loops around a callback, tail calls, `may_goto`, and
/// legacy packet access, which may end a function.
extension Compiler {
  private typealias Facts = VerifiedUnit.FunctionFacts

  /// Linux's error numbers, negated.
  private static let tooBig = UInt64(bitPattern: -7)
  private static let invalid = UInt64(bitPattern: -22)

  /// A loop's body, and where its state lies. Without a body there is a trap: no path comes here.
  mutating func loop(at slot: Int) -> (body: Int, offset: Int)? {
    guard let offset = facts.loopStateOffset else {
      preconditionFailure("a function with a loop keeps its state")
    }
    guard let body = verified.calledProgram(at: slot) else {
      emitter.trap()
      return nil
    }
    return (body, offset)
  }

  /// `bpf_loop(count = r1, body = r2, context = r3, flags = r4)`.
  mutating func emitLoop(at slot: Int) {
    guard let (body, offset) = loop(at: slot) else { return }
    let (index, limit, context) = (Int32(offset), Int32(offset) + 8, Int32(offset) + 16)
    let ends = loopOffsets[slot] ?? LoopOffsets(test: emitter.offset, end: emitter.offset)
    emitSaves(at: slot)
    emitter.load(.rax, constant: Self.invalid)
    emitter.test(.double, .rcx, .rcx)
    emitter.jump(.notEqual, toOffset: ends.end)
    emitter.load(.rax, constant: Self.tooBig)
    emitter.operate(.compare, .word, .rdi, constant: Int32(Facts.iterationCountMax))
    emitter.jump(.above, toOffset: ends.end)
    emitter.move(.rdi, .rdi, .word)
    emitter.store(.rbp, index, constant: 0)
    emitter.store(.rbp, limit, .rdi)
    emitter.store(.rbp, context, .rdx)
    emitter.jump(toOffset: ends.test)
    let start = emitter.offset
    emitter.move(.rdi, .rcx)
    emitter.load(.rsi, .rbp, context, byteCount: 8)
    emitTransfer(to: body, at: slot)
    emitter.operateMemory(.add, .rbp, index, constant: 1)
    emitter.test(.double, .rax, .rax)
    let test = emitter.offset + Self.jumpOverTestByteCount
    emitter.skip(.notEqual) { code in
      code.load(.rcx, .rbp, index, byteCount: 8)
      code.compareMemory(.rbp, limit, .rcx)
      code.jump(.above, toOffset: start)
    }
    emitter.load(.rax, .rbp, index, byteCount: 8)
    loopOffsets[slot] = LoopOffsets(test: test, end: emitter.offset)
    emitReloads(at: slot)
  }

  /// The length of the short jump over a loop's test.
  private static let jumpOverTestByteCount = 2

  // MARK: Tail calls

  private static let mapEntryCount = Int32(MemoryLayout<baton_map>.offset(of: \.max_entries)!)
  private static let mapStorage = Int32(MemoryLayout<baton_map>.offset(of: \.storage)!)

  /// `bpf_tail_call(context = r1, array = r2, index = r3)`: the program that is found gets this
  /// function's stack and returns to its caller.
  mutating func emitTailCall() {
    emitter.move(.rdx, .rdx, .word)
    emitter.memoryForm(
      0x39, .word, reg: X86Register.rdx.rawValue, base: .rsi, displacement: Self.mapEntryCount)
    emitter.skip(.belowOrEqual) { code in
      code.load(.rax, .execution, Self.tailCalls, byteCount: 4)
      code.operate(.compare, .word, .rax, constant: Int32(Facts.tailCallCountMax))
      code.skip(.aboveOrEqual) { code in
        code.load(.rax, .rsi, Self.mapStorage, byteCount: 8)
        code.shift(.left, .double, .rdx, count: 3)
        code.operate(.add, .double, .rax, .rdx)
        code.load(.rax, .rax, 0, byteCount: 8)
        code.test(.double, .rax, .rax)
        code.skip(.equal) { code in
          code.operateMemory(.add, .execution, Self.tailCalls, constant: 1, .word)
          code.move(.rsp, .rbp)
          code.jumpMemory(.rax, Int32(MemoryLayout<baton_program>.offset(of: \.code)!))
        }
      }
    }
  }

  // MARK: may_goto

  mutating func emitMayGoto(to place: Int) {
    guard let budget = facts.budgetOffset else {
      preconditionFailure("a function with may_goto has a budget")
    }
    emitter.operateMemory(.compare, .rbp, Int32(budget), constant: 0)
    emitter.jump(.equal, toOffset: place)
    emitter.operateMemory(.subtract, .rbp, Int32(budget), constant: 1)
  }

  mutating func emitBudget() {
    guard let budget = facts.budgetOffset else { return }
    emitter.store(.rbp, Int32(budget), constant: Int32(Facts.iterationCountMax))
  }

  // MARK: Legacy packet access

  private static let packetStart = unsafe Int32(
    MemoryLayout<baton_execution>.offset(of: \.packet_start)!)
  private static let packetEnd = unsafe Int32(
    MemoryLayout<baton_execution>.offset(of: \.packet_end)!)
  private static let packetNetwork = unsafe Int32(
    MemoryLayout<baton_execution>.offset(of: \.packet_network)!)
  private static let packetLink = unsafe Int32(
    MemoryLayout<baton_execution>.offset(of: \.packet_link)!)

  /// Puts the address that the offset is counted from into `rsi`, and the distance from there into `rax`.
  private mutating func emitPacketOffset(_ address: PacketAddress) {
    switch address {
    case .absolute(let offset):
      let (start, distance) =
        switch PacketOffset(offset) {
        case .data(let distance): (Self.packetStart, distance)
        case .network(let distance): (Self.packetNetwork, distance)
        case .link(let distance): (Self.packetLink, distance)
        }
      emitter.load(.rax, constant: UInt64(distance))
      emitter.load(.rsi, .execution, start, byteCount: 8)
    case .indirect(let index, let offset):
      emitter.move(.rax, X86Register(index), .word)
      emitter.operate(.add, .word, .rax, constant: offset)
      emitter.load(.rsi, .execution, Self.packetStart, byteCount: 8)
      emitter.test(.word, .rax, .rax)
      emitter.skip(.notNegative) { code in
        code.load(.rsi, .execution, Self.packetNetwork, byteCount: 8)
        code.operate(.add, .word, .rax, constant: PacketOffset.networkBase)
        code.skip(.notNegative) { code in
          code.load(.rsi, .execution, Self.packetLink, byteCount: 8)
          code.operate(
            .add, .word, .rax, constant: PacketOffset.linkBase - PacketOffset.networkBase)
        }
      }
    }
  }

  /// Loads from the packet in network byte order; outside of it the function returns 0.
  mutating func emitLoadPacket(_ size: MemorySize, _ address: PacketAddress) {
    emitPacketOffset(address)
    emitter.load(.rdi, .execution, Self.packetEnd, byteCount: 8)
    emitter.operate(.subtract, .double, .rdi, .rsi)
    emitter.loadAddress(.rcx, .rax, Int32(size.byteCount))
    emitter.operate(.compare, .double, .rcx, .rdi)
    let exit = exit
    emitter.skip(.belowOrEqual) { code in
      code.load(.rax, constant: 0)
      Self.emit(exit, &code)
    }
    emitter.operate(.add, .double, .rsi, .rax)
    emitter.load(.rax, .rsi, 0, byteCount: size.byteCount)
    switch size {
    case .half: emitter.shift(.rotateLeft, .half, .rax, count: 8)
    case .word: emitter.swapBytes(.word, .rax)
    case .byte, .double: break
    }
  }
}

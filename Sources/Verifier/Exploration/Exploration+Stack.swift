import Bytecode

extension Exploration {
  /// The BPF stack of one function (Linux: `MAX_BPF_STACK`).
  static var stackByteCountMax: Int { 512 }

  /// Where a stack access may start, checked against the stack's bounds.
  mutating func stackRange(
    _ access: MemoryAccess
  ) throws(Rejection) -> ClosedRange<Int> {
    let verb = access.isWrite ? "write to" : "read from"
    let number = access.base.number
    let low = Int(clamping: number.signedMin) + access.offset
    let high = Int(clamping: number.signedMax) + access.offset
    guard low >= -Self.stackByteCountMax, high + access.byteCount <= 0 else {
      let place = number.constantValue == nil ? "variable-offset " : ""
      throw reject(
        "invalid \(place)\(verb) stack \(access.registerName) off=\(low) size=\(access.byteCount)")
    }
    let frame = Int(access.base.detail)
    evidence.noteStack(function: path.state.frames[frame].function, byteCount: -low)
    let bytes = low..<high + access.byteCount
    if !access.isWrite {
      var reads = StackMarks()
      reads.insert(touching: bytes, frame: frame)
      explored.stackRead(reads[frame], frame: frame, path)
    } else {
      try endLocals(in: bytes, frame: frame)
      if low == high { path.stackWrites.insert(covering: bytes, frame: frame) }
    }
    return low...high
  }

  mutating func loadFromStack(_ access: MemoryAccess) throws(Rejection) -> RegisterState {
    let range = try stackRange(access)
    try evidence.noteAccess(at: path.slot, native: nil)
    let stack = path.state.frames[Int(access.base.detail)].stack
    let unknown = RegisterState.scalar(
      Number.unknown.zeroExtended(fromBits: access.byteCount * 8))
    guard range.count == 1 else {
      try checkBytes(
        stack, range.lowerBound..<range.upperBound + access.byteCount, access)
      return unknown
    }
    let offset = range.lowerBound
    let index = StackState.slotIndex(at: offset)
    if let spilled = stack.spilledRegister(at: index), offset + access.byteCount <= -8 * index {
      try checkIsNoLocal(spilled, at: offset)
      if access.byteCount == 8 { return spilled.copied }
      guard spilled.kind == .scalar else {
        throw reject("leaking pointer from stack off \(offset)")
      }
      guard offset == -8 * (index + 1) else { return unknown }
      return .scalar(
        spilled.number.zeroExtended(fromBits: access.byteCount * 8), from: spilled.sources)
    }
    if offset == -8 * (index + 1), access.byteCount <= stack[index].spilledByteCount {
      let spilled = stack[index].spilled
      return .scalar(
        spilled.number.zeroExtended(fromBits: access.byteCount * 8), from: spilled.sources)
    }
    try checkBytes(stack, offset..<offset + access.byteCount, access)
    let isZero = (offset..<offset + access.byteCount).allSatisfy { stack.byte(at: $0) == .zero }
    return isZero ? .constant(0) : unknown
  }

  /// An argument that a callee reads as a whole. Addresses are no secret: their bytes are numbers to it.
  mutating func checkStackMemory(_ access: MemoryAccess) throws(Rejection) {
    let range = try stackRange(access)
    let stack = path.state.frames[Int(access.base.detail)].stack
    try checkBytes(
      stack, range.lowerBound..<range.upperBound + access.byteCount, access, mayBeAddresses: true)
  }

  /// An argument that a callee writes as a whole.
  mutating func overwriteStack(_ access: MemoryAccess) throws(Rejection) {
    let range = try stackRange(access)
    guard range.count == 1 else {
      try storeVariably(access, range)
      return
    }
    path.state.frames[Int(access.base.detail)].stack.write(
      .miscellaneous, at: range.lowerBound, byteCount: access.byteCount)
  }

  /// No byte may be part of a pointer, unless `mayBeAddresses`. Those that were never written are noted,
  /// and read as zero: compilers move loads before the branch that says whether there is anything to load.
  private mutating func checkBytes(
    _ stack: StackState, _ range: Range<Int>, _ access: MemoryAccess, mayBeAddresses: Bool = false
  ) throws(Rejection) {
    for offset in range {
      let index = StackState.slotIndex(at: offset)
      switch stack.byte(at: offset) {
      case .miscellaneous, .zero: continue
      case .spilled:
        if stack[index].spilled.kind == .scalar { continue }
        try checkIsNoLocal(stack[index].spilled, at: offset)
        if mayBeAddresses { continue }
        throw reject("leaking pointer from stack off \(offset)")
      case .uninitialised, .touched:
        let function = path.state.frames[Int(access.base.detail)].function
        evidence.readBeforeWritten.insert(
          FrameLocation(function: function, place: .stackSlot(index)))
      }
    }
  }

  mutating func storeToStack(
    _ value: RegisterState, _ access: MemoryAccess
  ) throws(Rejection) {
    let range = try stackRange(access)
    let frame = Int(access.base.detail)
    if value.kind == .stack, Int(value.detail) > frame {
      throw reject(
        "cannot spill pointers to stack into stack frame of the caller",
        hint: "the callee's stack is gone when it returns")
    }
    guard range.count == 1 else {
      try storeVariably(access, range)
      return
    }
    let offset = range.lowerBound
    let index = StackState.slotIndex(at: offset)
    let isAtSlot = offset == -8 * (index + 1)
    if access.byteCount < 8 || !isAtSlot, value.kind != .scalar {
      throw reject("invalid size of register spill")
    }
    if value.isZero, value.sources.isEmpty || !isAtSlot {
      // Zero bytes are compared as such, so that they are zero matters.
      demand(value)
      path.state.frames[frame].stack.write(.zero, at: offset, byteCount: access.byteCount)
    } else if !isAtSlot {
      path.state.frames[frame].stack.write(.miscellaneous, at: offset, byteCount: access.byteCount)
    } else if access.byteCount == 8 {
      path.state.frames[frame].stack.spill(value, at: index)
    } else {
      path.state.frames[frame].stack.spill(value, byteCount: access.byteCount, at: index)
    }
  }

  /// A store that may land anywhere in `range`: all of it becomes bytes of unknown value. What was
  /// not written before stays unreadable, and a pointer may not be overwritten by half.
  private mutating func storeVariably(
    _ access: MemoryAccess, _ range: ClosedRange<Int>
  ) throws(Rejection) {
    let frame = Int(access.base.detail)
    for offset in range.lowerBound..<range.upperBound + access.byteCount {
      var kind = StackState.ByteKind.miscellaneous
      switch path.state.frames[frame].stack.byte(at: offset) {
      case .uninitialised, .touched: kind = .touched
      case .spilled:
        let index = StackState.slotIndex(at: offset)
        guard path.state.frames[frame].stack[index].spilled.kind == .scalar else {
          throw reject("attempt to corrupt spilled pointer on stack")
        }
      case .miscellaneous, .zero: break
      }
      path.state.frames[frame].stack.write(kind, at: offset, byteCount: 1)
    }
  }
}

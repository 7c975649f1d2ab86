import Bytecode

extension Exploration {
  /// The BPF stack of one function (Linux: `MAX_BPF_STACK`).
  static var stackByteCountMax: Int { 512 }

  /// Where a stack access may start, checked against the stack's bounds.
  mutating func stackRange(
    _ access: MemoryAccess
  ) throws(Rejection) -> ClosedRange<Int> {
    let number = access.base.number
    let isVariable = number.constantValue == nil
    guard !isVariable || number.isBounded(by: Self.offsetLimit) else {
      throw reject(
        "invalid unbounded variable-offset\(access.verb) stack \(access.registerName)")
    }
    let low = Int(number.signedMin) + access.offset
    let high = Int(number.signedMax) + access.offset
    guard low >= -Self.stackByteCountMax, low < 0, high + access.byteCount <= 0 else {
      let place =
        isVariable
        ? "variable-offset\(access.verb) stack \(access.registerName) var_off=\(number.tnum.text)"
        : "\(access.verb.dropFirst()) stack \(access.registerName)"
      throw reject(
        "invalid \(place) off=\(isVariable ? access.offset : low) size=\(access.byteCount)")
    }
    let frame = Int(access.base.detail)
    evidence.noteStack(function: path.state.frames[frame].function, byteCount: -low)
    let bytes = low..<high + access.byteCount
    if bytes.isEmpty { return low...high }
    if !access.isWrite {
      var reads = StackMarks()
      reads.insert(touching: bytes, frame: frame)
      if !has(.stackReadForgotten) || access.byteCount == 8 {
        explored.stackRead(reads[frame], frame: frame, path)
      }
    } else {
      try endLocals(in: bytes, frame: frame)
      if low == high { path.stackWrites.insert(covering: bytes, frame: frame) }
    }
    return low...high
  }

  mutating func loadFromStack(_ access: MemoryAccess) throws(Rejection) -> RegisterState {
    let range = try stackRange(access)
    try evidence.noteAccess(at: path.slot, to: .memory)
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
      try checkIsNoLocal(spilled, at: offset, access)
      if access.byteCount == 8 { return spilled.copied }
      guard spilled.kind == .scalar else { throw reject("invalid size of register fill") }
      guard offset == -8 * (index + 1) else { return unknown }
      return spilled.narrowed(toByteCount: access.byteCount)
    }
    if offset == -8 * (index + 1), access.byteCount <= stack[index].spilledByteCount {
      return stack[index].spilled.narrowed(toByteCount: access.byteCount)
    }
    try checkBytes(stack, offset..<offset + access.byteCount, access)
    let isZero = (offset..<offset + access.byteCount).allSatisfy { stack.byte(at: $0) == .zero }
    return isZero ? .constant(0) : unknown
  }

  /// An argument that a callee reads as a whole.
  ///
  /// - Parameter mustBeWritten: the program has written all of it.
  mutating func checkStackMemory(
    _ access: MemoryAccess, mustBeWritten: Bool
  ) throws(Rejection) {
    // What is also written is read as it was before.
    var access = access
    access.isWrite = false
    let range = try stackRange(access)
    let stack = path.state.frames[Int(access.base.detail)].stack
    let bytes = range.lowerBound..<range.upperBound + access.byteCount
    try checkBytes(stack, bytes, access)
    guard mustBeWritten,
      let missing = bytes.first(where: { [.uninitialised, .touched].contains(stack.byte(at: $0)) })
    else { return }
    throw reject(
      "invalid indirect read from stack \(access.registerName) off "
        + "\(range.lowerBound)+\(missing - range.lowerBound) size \(access.byteCount)")
  }

  /// An argument that a callee writes as a whole.
  mutating func overwriteStack(_ access: MemoryAccess) throws(Rejection) {
    let range = try stackRange(access)
    if has(.helperWriteIgnored) { return }
    guard range.count == 1 else {
      try storeVariably(access, range)
      return
    }
    path.state.frames[Int(access.base.detail)].stack.write(
      .miscellaneous, at: range.lowerBound, byteCount: access.byteCount)
  }

  /// Addresses are no secret: their bytes are numbers. Those that were never written are noted, and read
  /// as zero: compilers move loads before the branch that says whether there is anything to load.
  private mutating func checkBytes(
    _ stack: StackState, _ range: Range<Int>, _ access: MemoryAccess
  ) throws(Rejection) {
    for offset in range {
      let index = StackState.slotIndex(at: offset)
      switch stack.byte(at: offset) {
      case .miscellaneous, .zero: continue
      case .spilled:
        try checkIsNoLocal(stack[index].spilled, at: offset, access)
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
    try evidence.noteAccess(at: path.slot, to: .memory)
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
    // Linux loses what was spilled there, where Baton keeps the rest of it.
    if !isAtSlot, isJudgedAsLinux { path.state.frames[frame].stack.forgetSpill(at: index) }
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
      if has(.narrowSpillKeepsLink) { path.state.frames[frame].stack.link(at: index, to: value) }
    }
  }

  /// A store that may land anywhere in `range`: all of it becomes bytes of unknown value. What was
  /// not written before stays as it was.
  private mutating func storeVariably(
    _ access: MemoryAccess, _ range: ClosedRange<Int>
  ) throws(Rejection) {
    if has(.variableStoreIgnored) { return }
    let frame = Int(access.base.detail)
    for offset in range.lowerBound..<range.upperBound + access.byteCount {
      var kind = StackState.ByteKind.miscellaneous
      switch path.state.frames[frame].stack.byte(at: offset) {
      case .uninitialised, .touched: kind = .touched
      case .spilled, .miscellaneous, .zero: break
      }
      path.state.frames[frame].stack.write(kind, at: offset, byteCount: 1)
    }
  }
}

extension MemoryAccess {
  /// What is done to the stack, in the words of Linux's messages, with a space before them.
  fileprivate var verb: String {
    isArgument ? " indirect access to" : isWrite ? " write to" : " read from"
  }
}

extension Number {
  /// Whether all values, read as signed ones, lie less than `limit` from zero.
  fileprivate func isBounded(by limit: Int64) -> Bool { signedMin > -limit && signedMax < limit }
}

import Bytecode

extension Step {
  /// What a step does: one for each operation and width, so that running it takes a single jump.
  enum Kind: UInt8 {
    case add64, subtract64, multiply64, divide64, divideSigned64, modulo64, moduloSigned64
    case or64, and64, xor64, shiftLeft64, shiftRight64, shiftRightArithmetic64
    case add32, subtract32, multiply32, divide32, divideSigned32, modulo32, moduloSigned32
    case or32, and32, xor32, shiftLeft32, shiftRight32, shiftRightArithmetic32
    case move64, move32, negate64, negate32, loadImmediate64, none
    case signExtend8To64, signExtend16To64, signExtend32To64, signExtend8To32, signExtend16To32
    case truncate16, swap16, swap32, swap64
    case load8, load16, load32, load64, loadSigned8, loadSigned16, loadSigned32
    case store8, store16, store32, store64
    case atomicAdd64, atomicOr64, atomicAnd64, atomicXor64, exchange64, compareExchange64
    case atomicAdd32, atomicOr32, atomicAnd32, atomicXor32, exchange32, compareExchange32
    case loadAcquire, storeRelease
    case jump
    case equal64, notEqual64, set64, greater64, greaterOrEqual64, less64, lessOrEqual64
    case signedGreater64, signedGreaterOrEqual64, signedLess64, signedLessOrEqual64
    case equal32, notEqual32, set32, greater32, greaterOrEqual32, less32, lessOrEqual32
    case signedGreater32, signedGreaterOrEqual32, signedLess32, signedLessOrEqual32
    case mayGoto
    /// Calls between functions whose stacks both lie in the coroutine's frame, or both on the
    /// thread's own stack; from the frame to the thread's own stack.
    case callInFrame, callOnStack, callOutOfFrame
    case callNative, suspend, resume, unwind, exit
    /// Loops around a function: as the three kinds of calls above, in the same order. `immediate` has
    /// the callee's first slot in its low half, and where the loop's state lies in its high half.
    case loopInFrame, loopOnStack, loopOutOfFrame
    /// The same for walks, which ask the run time what the function is run with next.
    case walkInFrame, walkOnStack, walkOutOfFrame
    case tailCall
    /// The instruction that the unit keeps aside, and before it a look at whether the program is to stop there.
    case safePoint
    /// `destination` is how many bytes, `source` a register to add, `immediate` the offset.
    case loadPacket
    /// Behind the last instruction.
    case end
  }
}

// MARK: Kinds of operations

extension Step.Kind {
  static func arithmetic(_ op: ALUOperator, _ width: Width) -> Self {
    switch (op, width) {
    case (.add, .word64): .add64
    case (.subtract, .word64): .subtract64
    case (.multiply, .word64): .multiply64
    case (.divide, .word64): .divide64
    case (.divideSigned, .word64): .divideSigned64
    case (.modulo, .word64): .modulo64
    case (.moduloSigned, .word64): .moduloSigned64
    case (.or, .word64): .or64
    case (.and, .word64): .and64
    case (.xor, .word64): .xor64
    case (.shiftLeft, .word64): .shiftLeft64
    case (.shiftRight, .word64): .shiftRight64
    case (.shiftRightArithmetic, .word64): .shiftRightArithmetic64
    case (.add, .word32): .add32
    case (.subtract, .word32): .subtract32
    case (.multiply, .word32): .multiply32
    case (.divide, .word32): .divide32
    case (.divideSigned, .word32): .divideSigned32
    case (.modulo, .word32): .modulo32
    case (.moduloSigned, .word32): .moduloSigned32
    case (.or, .word32): .or32
    case (.and, .word32): .and32
    case (.xor, .word32): .xor32
    case (.shiftLeft, .word32): .shiftLeft32
    case (.shiftRight, .word32): .shiftRight32
    case (.shiftRightArithmetic, .word32): .shiftRightArithmetic32
    }
  }

  static func branch(_ comparison: Comparison, _ width: Width) -> Self {
    switch (comparison, width) {
    case (.equal, .word64): .equal64
    case (.notEqual, .word64): .notEqual64
    case (.set, .word64): .set64
    case (.greater, .word64): .greater64
    case (.greaterOrEqual, .word64): .greaterOrEqual64
    case (.less, .word64): .less64
    case (.lessOrEqual, .word64): .lessOrEqual64
    case (.signedGreater, .word64): .signedGreater64
    case (.signedGreaterOrEqual, .word64): .signedGreaterOrEqual64
    case (.signedLess, .word64): .signedLess64
    case (.signedLessOrEqual, .word64): .signedLessOrEqual64
    case (.equal, .word32): .equal32
    case (.notEqual, .word32): .notEqual32
    case (.set, .word32): .set32
    case (.greater, .word32): .greater32
    case (.greaterOrEqual, .word32): .greaterOrEqual32
    case (.less, .word32): .less32
    case (.lessOrEqual, .word32): .lessOrEqual32
    case (.signedGreater, .word32): .signedGreater32
    case (.signedGreaterOrEqual, .word32): .signedGreaterOrEqual32
    case (.signedLess, .word32): .signedLess32
    case (.signedLessOrEqual, .word32): .signedLessOrEqual32
    }
  }

  static func atomic(_ op: AtomicOperator, _ size: MemorySize) -> Self {
    let isDouble = size == .double
    return switch op {
    case .add: isDouble ? .atomicAdd64 : .atomicAdd32
    case .or: isDouble ? .atomicOr64 : .atomicOr32
    case .and: isDouble ? .atomicAnd64 : .atomicAnd32
    case .xor: isDouble ? .atomicXor64 : .atomicXor32
    case .exchange: isDouble ? .exchange64 : .exchange32
    case .compareExchange: isDouble ? .compareExchange64 : .compareExchange32
    }
  }

  static func load(byteCount: Int) -> Self {
    switch byteCount {
    case 1: .load8
    case 2: .load16
    case 4: .load32
    default: .load64
    }
  }

  static func loadSigned(_ size: MemorySize) -> Self {
    switch size {
    case .byte: .loadSigned8
    case .half: .loadSigned16
    case .word: .loadSigned32
    case .double: .load64
    }
  }

  static func store(_ size: MemorySize) -> Self {
    switch size {
    case .byte: .store8
    case .half: .store16
    case .word: .store32
    case .double: .store64
    }
  }

  static func signExtend(_ width: Width, _ bits: UInt8) -> Self {
    switch (width, bits) {
    case (.word64, 8): .signExtend8To64
    case (.word64, 16): .signExtend16To64
    case (.word64, _): .signExtend32To64
    case (.word32, 8): .signExtend8To32
    case (.word32, _): .signExtend16To32
    }
  }

  /// On little-endian hosts, which Baton runs on, only the swap to little-endian truncates alone.
  static func byteSwap(_ order: ByteOrder, _ bits: UInt8) -> Self {
    switch (order, bits) {
    case (.toLittleEndian, 16): .truncate16
    case (.toLittleEndian, 32): .move32
    case (.toLittleEndian, _): .none
    case (_, 16): .swap16
    case (_, 32): .swap32
    case (_, _): .swap64
    }
  }
}

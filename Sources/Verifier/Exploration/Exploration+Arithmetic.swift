import Bytecode
import ObjectFile

extension Exploration {
  mutating func computeOperation(_ operation: Operation) throws(Rejection) {
    switch operation {
    case .alu(let op, let width, let destination, let operand):
      try compute(op, width, destination, operand)
    case .move(let width, let destination, let operand): try move(width, destination, operand)
    case .moveSignExtended(let width, let bits, let destination, let source):
      let value = try number(in: source)
      let result =
        has(.signExtensionForgotten)
        ? value.number.zeroExtended(fromBits: Int(bits))
        : value.number.signExtended(fromBits: Int(bits), width)
      try write(destination, .scalar(result, from: value.sources))
    case .negate(let width, let destination):
      let value = try number(in: destination)
      try write(destination, .scalar(value.number.negated(width), from: value.sources))
    case .byteSwap(let order, let bits, let destination):
      let value = try number(in: destination)
      let order = has(.byteSwapForgotten) ? .toLittleEndian : order
      try write(
        destination,
        .scalar(value.number.byteSwapped(order, bits: Int(bits)), from: value.sources))
    case .loadImmediate64(let destination, let source):
      try write(destination, immediate(source))
    default: preconditionFailure("not an arithmetic operation")
    }
  }

  /// What a register holds, as a number: of an address, nothing is known.
  private func number(in register: Register) throws(Rejection) -> RegisterState {
    let state = try read(register)
    return state.isPointer ? .unknownScalar : state
  }

  private func immediate(_ source: ImmediateSource) -> RegisterState {
    switch unit.image.reference(at: path.slot) {
    case .map(let index)?: return RegisterState(kind: .map, detail: UInt32(index))
    case .mapValue(let index, let offset)?:
      // At most the size of a data section, or of a value: `ProgramUnit` checked it.
      return RegisterState(
        kind: .mapValue, offset: Int32(clamping: offset), detail: UInt32(index))
    case .function(let index)?: return RegisterState(kind: .function, detail: UInt32(index))
    case .externAddress?, .externCall?, nil:
      guard case .constant(let value) = source else {
        preconditionFailure("what an object does not define was refused before")
      }
      return .constant(value)
    }
  }

  private mutating func move(
    _ width: Width, _ destination: Register, _ operand: Operand
  ) throws(Rejection) {
    switch (operand, width) {
    case (.immediate(let value), .word64):
      try write(destination, .constant(UInt64(bitPattern: Int64(value))))
    case (.immediate(let value), .word32):
      try write(destination, .constant(UInt64(UInt32(bitPattern: value))))
    case (.register(let source), .word64):
      try write(destination, try linked(source))
    case (.register(let source), .word32):
      let state = try number(in: source)
      let truncated =
        has(.truncatedBounds)
        ? state.number.withTruncatedBounds : state.number.zeroExtended(fromBits: 32)
      var result = RegisterState.scalar(truncated, from: state.sources)
      // Names of pointers are those of what they point into: that says nothing of their numbers.
      let isNumber = try !read(source).isPointer
      if isNumber, truncated == state.number || !isJudgedAsLinux {
        result.link(to: try linked(source))
        if truncated != state.number { result.isLowHalf = true }
      }
      try write(destination, result)
    }
  }

  /// The register's value for a copy. A number gets an identity, so that a later check of one copy
  /// refines the other.
  mutating func linked(_ register: Register) throws(Rejection) -> RegisterState {
    var state = try read(register)
    if state.kind == .scalar, state.identity == 0, state.number.constantValue == nil {
      state.identity = freshIdentity()
      path.state[register] = state
    }
    return state.copied
  }

  private mutating func compute(
    _ op: ALUOperator, _ width: Width, _ destination: Register, _ operand: Operand
  ) throws(Rejection) {
    let target = try read(destination)
    let source = try state(of: operand)
    if isJudgedAsLinux { try checkIsDefined(op, width, operand) }
    switch (target.isPointer, source.isPointer) {
    case (false, false):
      let isUnknown =
        isJudgedAsLinux
        && (op.isDivision || op.isShift && !source.number.isShiftCount(width))
      var result = RegisterState.scalar(
        isUnknown ? .unknown(width) : target.number.applying(op, width, source.number),
        from: target.sources.union(source.sources))
      if let bug = probe.plant {
        result.number = result.number.spoilt(bug, op, width, target.number, source.number)
      }
      if let constant = source.constantValue, op == .add || op == .subtract {
        // Compilers compare `x - a` with `b - a` and then use `x`: both stay linked.
        let base = try linked(destination)
        if width == .word64 ? !base.isLowHalf : !isJudgedAsLinux {
          result.link(to: base)
          result.delta = op == .add ? base.delta &+ constant : base.delta &- constant
          if has(.linkDeltaIgnored) { result.delta = base.delta }
          if width == .word32 { result.isLowHalf = true }
        }
      }
      try write(destination, result)
    case (true, true):
      guard op == .subtract else {
        throw reject("R\(destination.rawValue) pointer \(op.sign) pointer prohibited")
      }
      try write(destination, .unknownScalar)
    case (true, false):
      if !has(.offsetNotDemanded) { demand(source) }
      let result = try movePointer(target, op, width, by: source.number, register: destination)
      try write(destination, result)
    case (false, true):
      guard op != .subtract || width == .word32 else {
        try checkMovable(source, .add, by: target.number, "R\(destination.rawValue)")
        throw reject("R\(destination.rawValue) tried to subtract pointer from scalar")
      }
      if !has(.offsetNotDemanded) { demand(target) }
      let result = try movePointer(source, op, width, by: target.number, register: destination)
      try write(destination, result)
    }
  }

  /// What the instruction set defines, and machines don't: compilers leave it out.
  private func checkIsDefined(
    _ op: ALUOperator, _ width: Width, _ operand: Operand
  ) throws(Rejection) {
    guard case .immediate(let value) = operand else { return }
    if op.isDivision, value == 0 { throw reject("div by zero") }
    if op.isShift, !(0..<Int32(width.bitCount)).contains(value) {
      throw reject("invalid shift \(value)")
    }
  }

  func state(of operand: Operand) throws(Rejection) -> RegisterState {
    switch operand {
    case .register(let register): try read(register)
    case .immediate(let value): .constant(UInt64(bitPattern: Int64(value)))
    }
  }

  private mutating func movePointer(
    _ pointer: RegisterState, _ op: ALUOperator, _ width: Width, by number: Number,
    register: Register
  ) throws(Rejection) -> RegisterState {
    let name = "R\(register.rawValue)"
    guard width == .word64 else {
      // The lower half of an address is a number of no meaning.
      if op == .subtract { return .unknownScalar }
      throw reject("\(name) 32-bit pointer arithmetic prohibited")
    }
    try checkMovable(pointer, op, by: number, name)
    if let constant = number.constantValue {
      return try moved(pointer, byConstant: Int64(bitPattern: constant), op)
    }
    return try moved(pointer, byVariable: number, op)
  }

  /// Whether pointers of its kind may be moved at all.
  private func checkMovable(
    _ pointer: RegisterState, _ op: ALUOperator, by number: Number, _ name: String
  ) throws(Rejection) {
    guard !pointer.isNullable || has(.nullableMoved) else {
      throw reject(
        "\(name) pointer arithmetic on \(self.name(of: pointer)) prohibited, null-check it first")
    }
    guard isMovable(pointer, op, by: number) else {
      throw reject("\(name) pointer arithmetic on \(self.name(of: pointer)) prohibited")
    }
    try checkDistance(number, from: pointer)
    switch op {
    case .add: break
    case .subtract:
      guard pointer.kind != .stack else {
        throw reject("\(name) subtraction from stack pointer prohibited")
      }
    case .and, .or, .xor:
      throw reject("\(name) bitwise operator \(op.sign) on pointer prohibited")
    default: throw reject("\(name) pointer arithmetic with \(op.sign) operator prohibited")
    }
  }

  private func isMovable(_ pointer: RegisterState, _ op: ALUOperator, by number: Number) -> Bool {
    switch pointer.kind {
    case .stack, .mapValue, .mapKey, .packet, .packetMeta, .memory: true
    case .map: op == .add && number.constantValue == 0
    case .allocated, .kernel: true
    case .object:
      switch unit.typeRules[pointer.detail].kind {
      case .context, .buffer: true
      case .plain, .record: number.constantValue != nil
      default: false
      }
    default: false
    }
  }

  /// Offsets beyond this can't come from a sensible program and could overflow sums (Linux:
  /// `BPF_MAX_VAR_OFF`).
  static var offsetLimit: Int64 { 1 << 29 }

  /// Whether a pointer may be moved so far. There need not be an upper bound: each access asks for one.
  private func checkDistance(
    _ number: Number, from pointer: RegisterState
  ) throws(Rejection) {
    let name = name(of: pointer)
    if let constant = number.constantValue {
      let distance = Int64(bitPattern: constant)
      guard abs(clamped: distance) < Self.offsetLimit else {
        throw reject("math between \(name) pointer and \(distance) is not allowed")
      }
      return
    }
    guard number.signedMin != .min else {
      throw reject(
        "math between \(name) pointer and register with unbounded min value is not allowed")
    }
    guard abs(clamped: number.signedMin) < Self.offsetLimit else {
      throw reject("value \(number.signedMin) makes \(name) pointer be out of bounds")
    }
  }

  private func moved(
    _ pointer: RegisterState, byConstant constant: Int64, _ op: ALUOperator
  ) throws(Rejection) -> RegisterState {
    let offset = Int64(pointer.offset) + (op == .add ? constant : -constant)
    guard abs(clamped: offset) < Self.offsetLimit else {
      throw reject("\(name(of: pointer)) pointer offset \(offset) is not allowed")
    }
    var result = pointer
    result.offset = Int32(offset)
    return result
  }

  private mutating func moved(
    _ pointer: RegisterState, byVariable number: Number, _ op: ALUOperator
  ) throws(Rejection) -> RegisterState {
    var result = pointer
    result.number = pointer.number.applying(op, .word64, number)
    try checkDistance(result.number, from: pointer)
    if pointer.kind == .packet || pointer.kind == .packetMeta {
      result.identity = freshIdentity()
      result.packetRange = 0
    }
    return result
  }
}

/// The magnitude; `Int64.min` has none, and counts as the largest.
private func abs(clamped value: Int64) -> Int64 { value == .min ? .max : Swift.abs(value) }

extension Width {
  fileprivate var bitCount: Int { self == .word32 ? 32 : 64 }
}

extension Number {
  /// Whether it is certain to be less than the bits that are shifted.
  fileprivate func isShiftCount(_ width: Width) -> Bool { unsignedMax < UInt64(width.bitCount) }

  fileprivate static func unknown(_ width: Width) -> Number {
    width == .word32 ? Number.unknown.zeroExtended(fromBits: 32) : .unknown
  }
}

extension ALUOperator {
  fileprivate var isDivision: Bool {
    switch self {
    case .divide, .divideSigned, .modulo, .moduloSigned: true
    default: false
    }
  }

  fileprivate var isShift: Bool {
    switch self {
    case .shiftLeft, .shiftRight, .shiftRightArithmetic: true
    default: false
    }
  }

  /// The operator as the disassembler writes it, without its equals sign.
  fileprivate var sign: String {
    switch self {
    case .add: "+="
    case .subtract: "-="
    case .multiply: "*="
    case .divide, .divideSigned: "/="
    case .modulo, .moduloSigned: "%="
    case .or: "|="
    case .and: "&="
    case .xor: "^="
    case .shiftLeft: "<<="
    case .shiftRight: ">>="
    case .shiftRightArithmetic: "s>>="
    }
  }
}

import Bytecode

extension Compiler {
  /// Sets the flags that ``Comparison/condition`` is about.
  mutating func emitComparison(
    _ comparison: Comparison, _ width: Width, _ left: Register, _ right: Operand
  ) {
    let size = Emitter.OperandSize(width)
    let register = X86Register(left)
    switch right {
    case .register(let source) where comparison == .set:
      emitter.test(size, register, X86Register(source))
    case .register(let source): emitter.operate(.compare, size, register, X86Register(source))
    case .immediate(let value) where comparison == .set:
      emitter.test(size, register, constant: value)
    case .immediate(0) where comparison == .equal || comparison == .notEqual:
      emitter.test(size, register, register)
    case .immediate(let value): emitter.operate(.compare, size, register, constant: value)
    }
  }
}

extension Comparison {
  var condition: Emitter.Condition {
    switch self {
    case .equal: .equal
    case .notEqual, .set: .notEqual
    case .greater: .above
    case .greaterOrEqual: .aboveOrEqual
    case .less: .below
    case .lessOrEqual: .belowOrEqual
    case .signedGreater: .greater
    case .signedGreaterOrEqual: .greaterOrEqual
    case .signedLess: .less
    case .signedLessOrEqual: .lessOrEqual
    }
  }
}

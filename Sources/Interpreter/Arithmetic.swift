import Bytecode

/// The arithmetic of RFC 9669 §4.1. Division by zero gives 0, modulo by zero the dividend; the one
/// signed overflow gives the smallest number and remainder 0; shifts are by the amount modulo the
/// width.
extension ALUOperator {
  @inline(__always)
  func apply(_ a: UInt64, _ b: UInt64) -> UInt64 {
    switch self {
    case .add: a &+ b
    case .subtract: a &- b
    case .multiply: a &* b
    case .divide: b == 0 ? 0 : a / b
    case .divideSigned: b == 0 ? 0 : a.signed.dividedReportingOverflow(by: b.signed).0.unsigned
    case .modulo: b == 0 ? a : a % b
    case .moduloSigned:
      b == 0 ? a : a.signed.remainderReportingOverflow(dividingBy: b.signed).0.unsigned
    case .or: a | b
    case .and: a & b
    case .xor: a ^ b
    case .shiftLeft: a &<< b
    case .shiftRight: a &>> b
    case .shiftRightArithmetic: (a.signed &>> b.signed).unsigned
    }
  }

  @inline(__always)
  func apply(_ a: UInt32, _ b: UInt32) -> UInt32 {
    switch self {
    case .add: a &+ b
    case .subtract: a &- b
    case .multiply: a &* b
    case .divide: b == 0 ? 0 : a / b
    case .divideSigned: b == 0 ? 0 : a.signed.dividedReportingOverflow(by: b.signed).0.unsigned
    case .modulo: b == 0 ? a : a % b
    case .moduloSigned:
      b == 0 ? a : a.signed.remainderReportingOverflow(dividingBy: b.signed).0.unsigned
    case .or: a | b
    case .and: a & b
    case .xor: a ^ b
    case .shiftLeft: a &<< b
    case .shiftRight: a &>> b
    case .shiftRightArithmetic: (a.signed &>> b.signed).unsigned
    }
  }
}

/// The comparisons of RFC 9669 §4.3.
extension Comparison {
  @inline(__always)
  func holds(_ a: UInt64, _ b: UInt64) -> Bool {
    switch self {
    case .equal: a == b
    case .notEqual: a != b
    case .set: a & b != 0
    case .greater: a > b
    case .greaterOrEqual: a >= b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .signedGreater: a.signed > b.signed
    case .signedGreaterOrEqual: a.signed >= b.signed
    case .signedLess: a.signed < b.signed
    case .signedLessOrEqual: a.signed <= b.signed
    }
  }
}

extension UInt64 {
  @inline(__always) var signed: Int64 { Int64(bitPattern: self) }
  /// The low half.
  @inline(__always) var low: UInt32 { UInt32(truncatingIfNeeded: self) }
}

extension UInt32 {
  @inline(__always) fileprivate var signed: Int32 { Int32(bitPattern: self) }

  /// As a comparison of 32 bits sees it, so that one of 64 bits gives the same answer, signed
  /// or not: sign extension keeps both orders.
  @inline(__always) var extended: UInt64 { Int64(Int32(bitPattern: self)).unsigned }
}

extension Int64 {
  @inline(__always) var unsigned: UInt64 { UInt64(bitPattern: self) }
}

extension Int32 {
  @inline(__always) fileprivate var unsigned: UInt32 { UInt32(bitPattern: self) }
}

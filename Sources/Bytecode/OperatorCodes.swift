// The codes of operators that are fields of their own: each has one table in either direction.

extension ALUOperator {
  /// The four code bits (RFC 9669 §4.1); signed division and modulo share the unsigned codes.
  var code: UInt8 {
    switch self {
    case .add: 0x0
    case .subtract: 0x1
    case .multiply: 0x2
    case .divide, .divideSigned: 0x3
    case .or: 0x4
    case .and: 0x5
    case .shiftLeft: 0x6
    case .shiftRight: 0x7
    case .modulo, .moduloSigned: 0x9
    case .xor: 0xa
    case .shiftRightArithmetic: 0xc
    }
  }

  /// The offset field, which tells signed from unsigned division.
  var offset: Int16 { self == .divideSigned || self == .moduloSigned ? 1 : 0 }

  /// The operator with offset 0, or `nil` for codes that aren't two-operand operators.
  init?(code: UInt8) {
    switch code {
    case 0x0: self = .add
    case 0x1: self = .subtract
    case 0x2: self = .multiply
    case 0x3: self = .divide
    case 0x4: self = .or
    case 0x5: self = .and
    case 0x6: self = .shiftLeft
    case 0x7: self = .shiftRight
    case 0x9: self = .modulo
    case 0xa: self = .xor
    case 0xc: self = .shiftRightArithmetic
    default: return nil
    }
  }

  /// What offset 1 makes of this operator; only division and modulo have a signed form.
  var signedForm: ALUOperator? {
    switch self {
    case .divide: .divideSigned
    case .modulo: .moduloSigned
    default: nil
    }
  }
}

extension Comparison {
  /// The four code bits (RFC 9669 §4.3).
  var code: UInt8 {
    switch self {
    case .equal: 0x1
    case .greater: 0x2
    case .greaterOrEqual: 0x3
    case .set: 0x4
    case .notEqual: 0x5
    case .signedGreater: 0x6
    case .signedGreaterOrEqual: 0x7
    case .less: 0xa
    case .lessOrEqual: 0xb
    case .signedLess: 0xc
    case .signedLessOrEqual: 0xd
    }
  }

  init?(code: UInt8) {
    switch code {
    case 0x1: self = .equal
    case 0x2: self = .greater
    case 0x3: self = .greaterOrEqual
    case 0x4: self = .set
    case 0x5: self = .notEqual
    case 0x6: self = .signedGreater
    case 0x7: self = .signedGreaterOrEqual
    case 0xa: self = .less
    case 0xb: self = .lessOrEqual
    case 0xc: self = .signedLess
    case 0xd: self = .signedLessOrEqual
    default: return nil
    }
  }
}

extension AtomicOperator {
  /// Loads and stores with ordering, Linux's `BPF_LOAD_ACQ` and `BPF_STORE_REL`.
  static let loadAcquire: Int32 = 0x100
  static let storeRelease: Int32 = 0x110

  /// The immediate field (RFC 9669 §5.3); bit 0 is FETCH.
  var immediate: Int32 {
    switch self {
    case .add(let fetch): 0x00 | (fetch ? 1 : 0)
    case .or(let fetch): 0x40 | (fetch ? 1 : 0)
    case .and(let fetch): 0x50 | (fetch ? 1 : 0)
    case .xor(let fetch): 0xa0 | (fetch ? 1 : 0)
    case .exchange: 0xe1
    case .compareExchange: 0xf1
    }
  }

  init?(immediate: Int32) {
    switch immediate {
    case 0x00, 0x01: self = .add(fetch: immediate & 1 != 0)
    case 0x40, 0x41: self = .or(fetch: immediate & 1 != 0)
    case 0x50, 0x51: self = .and(fetch: immediate & 1 != 0)
    case 0xa0, 0xa1: self = .xor(fetch: immediate & 1 != 0)
    case 0xe1: self = .exchange
    case 0xf1: self = .compareExchange
    default: return nil
    }
  }
}

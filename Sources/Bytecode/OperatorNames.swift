// How the two notations spell operators; the disassembler and the assembler share these.

extension ALUOperator {
  /// LLVM's symbol, without the `=` that follows.
  var symbol: String {
    switch self {
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    case .divideSigned: "s/"
    case .modulo: "%"
    case .moduloSigned: "s%"
    case .or: "|"
    case .and: "&"
    case .xor: "^"
    case .shiftLeft: "<<"
    case .shiftRight: ">>"
    case .shiftRightArithmetic: "s>>"
    }
  }

  /// uBPF's mnemonic, without a width.
  var mnemonic: String {
    switch self {
    case .add: "add"
    case .subtract: "sub"
    case .multiply: "mul"
    case .divide: "div"
    case .divideSigned: "sdiv"
    case .modulo: "mod"
    case .moduloSigned: "smod"
    case .or: "or"
    case .and: "and"
    case .xor: "xor"
    case .shiftLeft: "lsh"
    case .shiftRight: "rsh"
    case .shiftRightArithmetic: "arsh"
    }
  }
}

extension Comparison {
  var symbol: String {
    switch self {
    case .equal: "=="
    case .notEqual: "!="
    case .set: "&"
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .less: "<"
    case .lessOrEqual: "<="
    case .signedGreater: "s>"
    case .signedGreaterOrEqual: "s>="
    case .signedLess: "s<"
    case .signedLessOrEqual: "s<="
    }
  }

  var mnemonic: String {
    switch self {
    case .equal: "jeq"
    case .notEqual: "jne"
    case .set: "jset"
    case .greater: "jgt"
    case .greaterOrEqual: "jge"
    case .less: "jlt"
    case .lessOrEqual: "jle"
    case .signedGreater: "jsgt"
    case .signedGreaterOrEqual: "jsge"
    case .signedLess: "jslt"
    case .signedLessOrEqual: "jsle"
    }
  }
}

extension AtomicOperator {
  /// One of each kind, plain where there is a choice.
  static let all: [AtomicOperator] = [
    .add(fetch: false), .or(fetch: false), .and(fetch: false), .xor(fetch: false),
    .exchange, .compareExchange,
  ]

  /// The form that returns the old value; the exchanges always do.
  var fetching: AtomicOperator {
    switch self {
    case .add: .add(fetch: true)
    case .or: .or(fetch: true)
    case .and: .and(fetch: true)
    case .xor: .xor(fetch: true)
    case .exchange, .compareExchange: self
    }
  }

  /// The symbol of `lock *(u64 *)(r1 + 0x0) += r2`; the exchanges have none.
  var symbol: String? {
    switch self {
    case .add: "+"
    case .or: "|"
    case .and: "&"
    case .xor: "^"
    case .exchange, .compareExchange: nil
    }
  }

  var mnemonic: String {
    switch self {
    case .add: "add"
    case .or: "or"
    case .and: "and"
    case .xor: "xor"
    case .exchange: "xchg"
    case .compareExchange: "cmpxchg"
    }
  }
}

extension ByteOrder {
  var mnemonic: String {
    switch self {
    case .toLittleEndian: "le"
    case .toBigEndian: "be"
    case .swap: "bswap"
    }
  }
}

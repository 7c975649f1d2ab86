import Bytecode

/// What instructions do to words of `bits` bits, written down from RFC 9669 §4 with plain integers:
/// the judge of the abstract operators, which shares nothing with them.
struct ConcreteWords {
  let bits: Int

  var count: Int { 1 << bits }

  func unsigned(_ number: Int) -> UInt64 {
    let remainder = number % count
    return UInt64(remainder < 0 ? remainder + count : remainder)
  }

  func signed(_ word: UInt64) -> Int {
    let number = Int(word)
    return number >= count / 2 ? number - count : number
  }

  func apply(_ op: ALUOperator, _ first: UInt64, _ second: UInt64) -> UInt64 {
    let (a, b) = (Int(first), Int(second))
    let (sa, sb) = (signed(first), signed(second))
    // For a width that is no power of two the mask is still one less than the width.
    let amount = b & (bits - 1)
    switch op {
    case .add: return unsigned(a + b)
    case .subtract: return unsigned(a - b)
    case .multiply: return unsigned(a * b)
    case .divide: return b == 0 ? 0 : unsigned(a / b)
    case .divideSigned: return b == 0 ? 0 : unsigned(sa / sb)
    case .modulo: return b == 0 ? first : unsigned(a % b)
    case .moduloSigned: return b == 0 ? first : unsigned(sa % sb)
    case .and: return first & second
    case .or: return first | second
    case .xor: return first ^ second
    case .shiftLeft: return unsigned(a << amount)
    case .shiftRight: return unsigned(a >> amount)
    case .shiftRightArithmetic: return unsigned(sa >> amount)
    }
  }

  func compare(_ comparison: Comparison, _ first: UInt64, _ second: UInt64) -> Bool {
    let (sa, sb) = (signed(first), signed(second))
    switch comparison {
    case .equal: return first == second
    case .notEqual: return first != second
    case .set: return first & second != 0
    case .greater: return first > second
    case .greaterOrEqual: return first >= second
    case .less: return first < second
    case .lessOrEqual: return first <= second
    case .signedGreater: return sa > sb
    case .signedGreaterOrEqual: return sa >= sb
    case .signedLess: return sa < sb
    case .signedLessOrEqual: return sa <= sb
    }
  }

  func truncated(_ word: UInt64, toBits bits: Int) -> UInt64 { word % (1 << UInt64(bits)) }

  func signExtended(_ word: UInt64, fromBits bits: Int) -> UInt64 {
    let narrow = ConcreteWords(bits: bits)
    return unsigned(narrow.signed(truncated(word, toBits: bits)))
  }
}

/// A word and its low half, as the 64-bit and the 32-bit instructions see them.
struct ConcreteRegister {
  let full: ConcreteWords
  let half: ConcreteWords

  init(bits: Int) {
    full = ConcreteWords(bits: bits)
    half = ConcreteWords(bits: bits / 2)
  }

  func apply(_ op: ALUOperator, _ width: Width, _ a: UInt64, _ b: UInt64) -> UInt64 {
    width == .word64 ? full.apply(op, a, b) : half.apply(op, low(a), low(b))
  }

  func compare(_ comparison: Comparison, _ width: Width, _ a: UInt64, _ b: UInt64) -> Bool {
    width == .word64
      ? full.compare(comparison, a, b) : half.compare(comparison, low(a), low(b))
  }

  func low(_ word: UInt64) -> UInt64 { full.truncated(word, toBits: half.bits) }
}

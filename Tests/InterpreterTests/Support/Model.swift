import Bytecode

/// RFC 9669 §4.1 and §4.3 once more, written over numbers without limits instead of machine words:
/// operands are taken as mathematical integers, and results are cut to the width at the very end.
enum Model {
  static func apply(_ op: ALUOperator, _ width: Width, _ a: UInt64, _ b: UInt64) -> UInt64 {
    let x = unsigned(a, width)
    let y = unsigned(b, width)
    let bits = Int(width.rawValue)
    let shift = Int(y % Int128(bits))
    let result: Int128 =
      switch op {
      case .add: x + y
      case .subtract: x - y
      case .multiply: product(x, y, width)
      case .divide: y == 0 ? 0 : x / y
      case .divideSigned: y == 0 ? 0 : signed(a, width) / signed(b, width)
      case .modulo: y == 0 ? x : x % y
      case .moduloSigned: y == 0 ? x : signed(a, width) % signed(b, width)
      case .or: bitwise(x, y) { $0 || $1 }
      case .and: bitwise(x, y) { $0 && $1 }
      case .xor: bitwise(x, y) { $0 != $1 }
      case .shiftLeft: product(x, power(shift), width)
      case .shiftRight: x / power(shift)
      case .shiftRightArithmetic: floorDivide(signed(a, width), power(shift))
      }
    return cut(result, width)
  }

  static func holds(_ comparison: Comparison, _ width: Width, _ a: UInt64, _ b: UInt64) -> Bool {
    let (x, y) = (unsigned(a, width), unsigned(b, width))
    let (s, t) = (signed(a, width), signed(b, width))
    return switch comparison {
    case .equal: x - y == 0
    case .notEqual: x - y != 0
    case .set: bitwise(x, y) { $0 && $1 } != 0
    case .greater: x - y > 0
    case .greaterOrEqual: x - y >= 0
    case .less: x - y < 0
    case .lessOrEqual: x - y <= 0
    case .signedGreater: s - t > 0
    case .signedGreaterOrEqual: s - t >= 0
    case .signedLess: s - t < 0
    case .signedLessOrEqual: s - t <= 0
    }
  }

  /// The low `bits` of `value`, as a number that may be negative.
  static func signExtended(_ value: UInt64, bits: Int, to width: Width) -> UInt64 {
    let modulus = power(bits)
    let low = Int128(value) % modulus
    return cut(low >= modulus / 2 ? low - modulus : low, width)
  }

  /// The low `bits` of `value`, octets reversed.
  static func swapped(_ value: UInt64, bits: Int) -> UInt64 {
    var result: UInt64 = 0
    for octet in 0..<bits / 8 {
      result = result * 256 + value / UInt64(power(8 * octet)) % 256
    }
    return result
  }

  static func cut(_ value: Int128, _ width: Width) -> UInt64 {
    let modulus = power(Int(width.rawValue))
    let remainder = value % modulus
    return UInt64(remainder < 0 ? remainder + modulus : remainder)
  }

  static func power(_ exponent: Int) -> Int128 { powers[exponent] }

  private static let powers = (0...64).map { exponent in
    (0..<exponent).reduce(Int128(1)) { product, _ in product * 2 }
  }

  private static func unsigned(_ value: UInt64, _ width: Width) -> Int128 {
    Int128(value) % power(Int(width.rawValue))
  }

  private static func signed(_ value: UInt64, _ width: Width) -> Int128 {
    let modulus = power(Int(width.rawValue))
    let low = Int128(value) % modulus
    return low >= modulus / 2 ? low - modulus : low
  }

  /// Half by half, as a product of two 64-bit numbers does not fit 127 bits.
  private static func product(_ x: Int128, _ y: Int128, _ width: Width) -> Int128 {
    let half = power(32)
    let modulus = power(Int(width.rawValue))
    let high = (x / half) * (y % half) + (x % half) * (y / half)
    return ((high % half) * half + (x % half) * (y % half)) % modulus
  }

  private static func floorDivide(_ x: Int128, _ y: Int128) -> Int128 {
    let quotient = x / y
    return x % y < 0 ? quotient - 1 : quotient
  }

  private static func bitwise(
    _ x: Int128, _ y: Int128, _ combine: (Bool, Bool) -> Bool
  ) -> Int128 {
    var (x, y) = (x, y)
    var result: Int128 = 0
    for bit in 0..<64 {
      if combine(x % 2 == 1, y % 2 == 1) { result += power(bit) }
      (x, y) = (x / 2, y / 2)
    }
    return result
  }
}

/// Numbers at which operations change their mind.
enum Edges {
  static let words: [UInt64] = [
    0, 1, 2, 7, 31, 32, 33, 63, 64, 65, 0x7f, 0x80, 0xff, 0x8000, 0xffff, 0x7fff_ffff,
    0x8000_0000, 0x8000_0001, 0xffff_fffe, 0xffff_ffff, 0x1_0000_0000, 0x1_0000_0001,
    0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000, 0x8000_0000_0000_0001, 0xffff_ffff_0000_0000,
    0xffff_ffff_7fff_ffff, 0xffff_ffff_8000_0000, 0xffff_ffff_ffff_fffe, 0xffff_ffff_ffff_ffff,
    0x0123_4567_89ab_cdef,
  ]
  static let immediates: [Int32] = [
    0, 1, 2, 7, 31, 32, 33, 63, 64, 0x7fff, 0x7fff_ffff, -1, -2, -31, -64, -0x8000, -0x7fff_ffff,
    .min,
  ]
}

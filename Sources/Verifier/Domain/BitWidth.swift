/// How many bits the numbers of an abstract domain have.
///
/// The domains are generic over it so that the source which runs at 64 bits in production is proved
/// sound by exhaustion at 4 to 6 bits. Concrete values are kept in the low bits of a `UInt64`, the
/// rest of it zero; at 64 bits the masks fold away.
public protocol BitWidth: Sendable {
  /// From 1 to 64.
  static var bits: Int { get }
}

/// A width whose low half, a word of its own, is tracked too: the 32-bit subregister of 64 bits.
public protocol HalvedBitWidth: BitWidth {
  /// Exactly half as wide, and at most 32 bits.
  associatedtype Half: BitWidth
}

public enum Bits64: HalvedBitWidth {
  public static var bits: Int { 64 }
  public typealias Half = Bits32
}

public enum Bits32: BitWidth {
  public static var bits: Int { 32 }
}

extension BitWidth {
  /// All bits of a word: the largest unsigned value, and −1.
  @inline(__always)
  static var mask: UInt64 { ~0 &>> UInt64(64 - bits) }

  /// The most significant bit: the smallest signed value.
  @inline(__always)
  static var signBit: UInt64 { 1 &<< UInt64(bits - 1) }

  /// The largest signed value.
  @inline(__always)
  static var signedMax: UInt64 { mask >> 1 }

  /// The signed reading of a word.
  @inline(__always)
  static func signed(_ word: UInt64) -> Int64 {
    let shift = Int64(64 - bits)
    return (Int64(truncatingIfNeeded: word) &<< shift) &>> shift
  }

  /// The distance from zero of the signed reading of a word.
  @inline(__always)
  static func magnitude(_ word: UInt64) -> UInt64 { signed(word).magnitude }

  /// −`word`, modulo the width.
  @inline(__always)
  static func negated(_ word: UInt64) -> UInt64 { (0 &- word) & mask }
}

import Bytecode

/// What the verifier knows about a 64-bit number, for generators of programs: they know by it what
/// programs may just do.
package struct KnownNumber: Equatable, Sendable {
  private var number: Number

  private init(_ number: Number) { self.number = number }
  package init(constant: UInt64) { number = Number(constant: constant) }
  package init(_ bounds: ClosedRange<UInt64>) { number = Number(unsigned: bounds) }

  package init(signed bounds: ClosedRange<Int64>) { number = Number(signed: bounds) }

  package static let unknown = KnownNumber(Number.unknown)

  package var constant: UInt64? { number.constantValue }
  package var unsignedMin: UInt64 { number.unsignedMin }
  package var unsignedMax: UInt64 { number.unsignedMax }
  package var signedMin: Int64 { number.signedMin }
  package var signedMax: Int64 { number.signedMax }

  /// Whether it is certain to be a multiple of a power of two.
  package func isMultiple(of power: Int) -> Bool {
    let low = UInt64(power - 1)
    return number.tnum.mask & low == 0 && number.tnum.value & low == 0
  }

  package func applying(
    _ op: ALUOperator, _ width: Width, _ other: KnownNumber
  ) -> KnownNumber {
    KnownNumber(number.applying(op, width, other.number))
  }

  package func negated(_ width: Width) -> KnownNumber { KnownNumber(number.negated(width)) }

  package func zeroExtended(fromBits bits: Int) -> KnownNumber {
    KnownNumber(number.zeroExtended(fromBits: bits))
  }

  package func signExtended(fromBits bits: Int, _ width: Width) -> KnownNumber {
    KnownNumber(number.signExtended(fromBits: bits, width))
  }

  package func byteSwapped(_ order: ByteOrder, bits: Int) -> KnownNumber {
    KnownNumber(number.byteSwapped(order, bits: bits))
  }

  package func joined(with other: KnownNumber) -> KnownNumber {
    KnownNumber(number.joined(with: other.number))
  }

  /// Both operands of a comparison with a known outcome; nil where that can't be.
  package func refined(
    _ comparison: Comparison, _ width: Width, taken: Bool, _ other: KnownNumber
  ) -> (KnownNumber, KnownNumber)? {
    var (a, b) = (number, other.number)
    guard Number.refine(comparison, width, taken: taken, &a, &b) else { return nil }
    return (KnownNumber(a), KnownNumber(b))
  }
}

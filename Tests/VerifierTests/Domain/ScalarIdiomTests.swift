import Bytecode
import Testing
import Verifier

/// Sequences that compilers emit and that programs rely on being understood; expected bounds are
/// worked out by hand.
@Suite struct ScalarIdiomTests {
  typealias Word = Scalar<Bits64>

  let unknown = Word.unknown

  func constant(_ number: Int64) -> Word { Word(constant: UInt64(bitPattern: number)) }

  @Test func lengthIsMasked() {
    let length = unknown.applying(.and, .word64, constant(0x3f))
    #expect(length.unsignedMin == 0 && length.unsignedMax == 63)
    #expect(length.signedMax == 63 && length.low32SignedMax == 63)
    let scaled = length.applying(.multiply, .word64, constant(8))
    #expect(scaled.unsignedMax == 504 && scaled.tnum.contains(8) && !scaled.tnum.contains(4))
  }

  /// `w1 = w1`: the 32-bit move, the classic place to forget the upper half.
  @Test func wordMoveZeroesTheUpperHalf() {
    let moved = constant(-1).zeroExtended(fromBits: 32)
    #expect(moved.constantValue == 0xffff_ffff)
    let sum = constant(-1).applying(.add, .word32, constant(0))
    #expect(sum.constantValue == 0xffff_ffff)
  }

  /// `if w1 < 8` alone leaves the upper half open; after `w1 = w1` it says all.
  @Test func wordComparisonBoundsTheLowHalfOnly() {
    var (value, limit) = (unknown, constant(8))
    #expect(Word.refine(.less, .word32, taken: true, &value, &limit))
    #expect(value.low32UnsignedMax == 7)
    #expect(value.unsignedMax == 0xffff_ffff_0000_0007)
    #expect(value.signedMin == .min)
    #expect(value.zeroExtended(fromBits: 32).unsignedMax == 7)
    #expect(Word.decide(.less, .word64, value, constant(8)) == nil)
  }

  /// `r1 <<= 32; r1 s>>= 32` sign-extends, and keeps the bounds of the low half.
  @Test func shiftPairSignExtends() {
    var (value, least) = (unknown, constant(-100))
    #expect(Word.refine(.signedGreaterOrEqual, .word32, taken: true, &value, &least))
    var most = constant(1000)
    #expect(Word.refine(.signedLess, .word32, taken: true, &value, &most))
    let shifted = value.applying(.shiftLeft, .word64, constant(32))
      .applying(.shiftRightArithmetic, .word64, constant(32))
    #expect(shifted.signedMin == -100 && shifted.signedMax == 999)
    #expect(shifted == value.signExtended(fromBits: 32, .word64))
  }

  /// `w1 s>>= 31; w1 &= -134`: either 0 or −134, as clang selects a return value.
  @Test func signSelectsAConstant() {
    let selected = unknown.applying(.shiftRightArithmetic, .word32, constant(31))
      .applying(.and, .word32, constant(-134))
    #expect(selected.low32SignedMin == -134 && selected.low32SignedMax == 0)
    #expect(selected.signExtended(fromBits: 32, .word64).signedMin == -134)
    var (value, zero) = (selected, constant(-1))
    #expect(Word.refine(.signedGreater, .word32, taken: true, &value, &zero))
    #expect(value.constantValue == 0)
  }

  /// A sum that may wrap says nothing, one that surely wraps stays bounded.
  @Test func overflowIsUnderstood() {
    let small = Word(unsigned: 0...10)
    let nearEnd = Word(unsigned: (UInt64.max - 4)...UInt64.max)
    let wrapped = nearEnd.applying(.add, .word64, constant(5))
    #expect(wrapped.unsignedMin == 0 && wrapped.unsignedMax == 4)
    let either = nearEnd.applying(.add, .word64, small)
    #expect(either.signedMin == -5 && either.signedMax == 9)
    #expect(either.unsignedMin == 0 && either.unsignedMax == .max)
  }

  /// Bounds that straddle the sign meet bounds that don't.
  @Test func signedAndUnsignedBoundsMeet() {
    var value = Word(signed: -5...100)
    var limit = constant(200)
    #expect(Word.refine(.less, .word64, taken: true, &value, &limit))
    #expect(value.signedMin == 0 && value.unsignedMax == 100)
    var negative = Word(signed: -5...100)
    limit = constant(200)
    #expect(Word.refine(.less, .word64, taken: false, &negative, &limit))
    #expect(negative.signedMin == -5 && negative.signedMax == -1)
  }

  @Test func impossibleEdgesAreFound() {
    var (value, limit) = (Word(unsigned: 0...7), constant(8))
    #expect(!Word.refine(.greaterOrEqual, .word64, taken: true, &value, &limit))
    var odd = unknown.applying(.or, .word64, constant(1))
    var even = unknown.applying(.and, .word64, constant(-2))
    #expect(!Word.refine(.equal, .word64, taken: true, &odd, &even))
    #expect(Word.decide(.equal, .word64, odd, even) == false)
  }

  @Test func signedMultiplicationMayOverflow() {
    let product = Word(signed: 1 << 32...1 << 33).applying(
      .multiply, .word64, Word(signed: -(1 << 31)...1 << 31))
    #expect(product.signedMin == .min && product.signedMax == .max)
    let small = Word(signed: -3...4).applying(.multiply, .word64, Word(signed: -5...6))
    #expect(small.signedMin == -20 && small.signedMax == 24)
  }
}

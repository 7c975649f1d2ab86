import Bytecode
import Testing
import Verifier

/// What exhaustion at small widths can't reach: shifts and carries at the very edge of a `UInt64`.
/// Random scalars that hold a known word, computed with the machine's own arithmetic.
@Suite struct Scalar64Tests {
  typealias Word = Scalar<Bits64>

  static let seed: UInt64 = 64_646

  @Test(arguments: ALUOperator.allCases, [Width.word64, .word32])
  func operatorsHoldConcreteResults(_ op: ALUOperator, _ width: Width) {
    var source = RandomScalars(seed: Self.seed)
    for _ in 0..<(isThorough ? 100_000 : 4_000) {
      let (a, x) = source.next()
      let (b, y) = source.next()
      let expected = Machine.apply(op, width, x, y)
      let result = a.applying(op, width, b)
      if !result.contains(expected) {
        Issue.record("seed \(Self.seed): \(x) \(op) \(width) \(y): \(a), \(b) give \(result)")
      }
    }
  }

  @Test(arguments: Comparison.allCases, [Width.word64, .word32])
  func comparisonsKeepConcreteOperands(_ comparison: Comparison, _ width: Width) {
    var source = RandomScalars(seed: Self.seed)
    for _ in 0..<(isThorough ? 100_000 : 4_000) {
      let (a, x) = source.next()
      let (b, y) = source.next()
      let holds = Machine.compare(comparison, width, x, y)
      var (aKept, bKept) = (a, b)
      let isSound =
        Word.decide(comparison, width, a, b) != !holds
        && Word.refine(comparison, width, taken: holds, &aKept, &bKept)
        && aKept.contains(x) && bKept.contains(y)
      if !isSound {
        Issue.record("seed \(Self.seed): \(x) \(comparison) \(width) \(y) is \(holds): \(a), \(b)")
      }
    }
  }

  @Test func extensionsHoldConcreteResults() {
    var source = RandomScalars(seed: Self.seed)
    for _ in 0..<(isThorough ? 100_000 : 4_000) {
      let (a, x) = source.next()
      let results: [(Word, UInt64)] = [
        (a.zeroExtended(fromBits: 8), x & 0xff),
        (a.zeroExtended(fromBytes: 2), x & 0xffff),
        (a.zeroExtended(fromBytes: 4), x & 0xffff_ffff),
        (a.zeroExtended(fromBytes: 8), x),
        (
          a.signExtended(fromBits: 8, .word64),
          UInt64(bitPattern: Int64(Int8(truncatingIfNeeded: x)))
        ),
        (
          a.signExtended(fromBits: 16, .word32),
          UInt64(UInt32(bitPattern: Int32(Int16(truncatingIfNeeded: x))))
        ),
        (
          a.signExtended(fromBits: 32, .word64),
          UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: x)))
        ),
        (a.negated(.word64), 0 &- x),
        (a.negated(.word32), (0 &- x) & 0xffff_ffff),
        (a.byteSwapped(.toBigEndian, bits: 16), UInt64(UInt16(truncatingIfNeeded: x).byteSwapped)),
        (a.byteSwapped(.swap, bits: 32), UInt64(UInt32(truncatingIfNeeded: x).byteSwapped)),
        (a.byteSwapped(.swap, bits: 64), x.byteSwapped),
        (a.byteSwapped(.toLittleEndian, bits: 16), x & 0xffff),
      ]
      for (index, (result, expected)) in results.enumerated() where !result.contains(expected) {
        Issue.record("seed \(Self.seed): case \(index) of \(x) in \(a) gives \(result)")
      }
    }
  }

  @Test func isOneCacheLine() {
    #expect(MemoryLayout<Word>.size == 64)
  }
}

/// The machine's own arithmetic, with the cases that RFC 9669 §4.1 defines and it doesn't.
private enum Machine {
  static func apply(_ op: ALUOperator, _ width: Width, _ x: UInt64, _ y: UInt64) -> UInt64 {
    width == .word64
      ? apply(op, x, y, Int64.self)
      : UInt64(apply(op, UInt32(truncatingIfNeeded: x), UInt32(truncatingIfNeeded: y), Int32.self))
  }

  private static func apply<U: FixedWidthInteger & UnsignedInteger, S: FixedWidthInteger>(
    _ op: ALUOperator, _ x: U, _ y: U, _: S.Type
  ) -> U {
    let (a, b) = (S(truncatingIfNeeded: x), S(truncatingIfNeeded: y))
    switch op {
    case .add: return x &+ y
    case .subtract: return x &- y
    case .multiply: return x &* y
    case .divide: return y == 0 ? 0 : x / y
    case .divideSigned:
      return b == 0 ? 0 : U(truncatingIfNeeded: a.dividedReportingOverflow(by: b).partialValue)
    case .modulo: return y == 0 ? x : x % y
    case .moduloSigned:
      return b == 0 ? x : b == -1 ? 0 : U(truncatingIfNeeded: a % b)
    case .and: return x & y
    case .or: return x | y
    case .xor: return x ^ y
    case .shiftLeft: return x &<< y
    case .shiftRight: return x &>> y
    case .shiftRightArithmetic: return U(truncatingIfNeeded: a &>> b)
    }
  }

  static func compare(_ comparison: Comparison, _ width: Width, _ x: UInt64, _ y: UInt64) -> Bool {
    let a = width == .word64 ? Int64(bitPattern: x) : Int64(Int32(truncatingIfNeeded: x))
    let b = width == .word64 ? Int64(bitPattern: y) : Int64(Int32(truncatingIfNeeded: y))
    let mask: UInt64 = width == .word64 ? ~0 : 0xffff_ffff
    switch comparison {
    case .equal: return a == b
    case .notEqual: return a != b
    case .set: return x & y & mask != 0
    case .greater: return x & mask > y & mask
    case .greaterOrEqual: return x & mask >= y & mask
    case .less: return x & mask < y & mask
    case .lessOrEqual: return x & mask <= y & mask
    case .signedGreater: return a > b
    case .signedGreaterOrEqual: return a >= b
    case .signedLess: return a < b
    case .signedLessOrEqual: return a <= b
    }
  }
}

/// Scalars of many shapes, each with a word that it holds; both like the edges of the number range.
private struct RandomScalars {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func next() -> (Scalar<Bits64>, UInt64) {
    let word = nextWord()
    var scalar = Scalar<Bits64>(constant: word)
    switch generator.next() % 6 {
    case 0: break
    case 1: scalar = .unknown
    case 2:
      let unknown = generator.next() & generator.next()
      scalar = Scalar(Tnum(value: word & ~unknown, mask: unknown))
    case 3:
      let other = nextWord()
      scalar = Scalar(unsigned: min(word, other)...max(word, other))
    case 4:
      let (a, b) = (Int64(bitPattern: word), Int64(bitPattern: nextWord()))
      scalar = Scalar(signed: min(a, b)...max(a, b))
    default:
      for _ in 0..<3 { scalar = scalar.joined(with: Scalar(constant: nextWord())) }
    }
    if generator.next() % 2 == 0 { refine(&scalar, word) }
    return (scalar, word)
  }

  /// As a branch on the low half would.
  private mutating func refine(_ scalar: inout Scalar<Bits64>, _ word: UInt64) {
    var bound = Scalar<Bits64>(constant: nextWord())
    let holds = Machine.compare(.signedLess, .word32, word, bound.unsignedMin)
    let isPossible = Scalar.refine(.signedLess, .word32, taken: holds, &scalar, &bound)
    #expect(isPossible && scalar.contains(word))
  }

  private mutating func nextWord() -> UInt64 {
    let edges: [UInt64] = [0, 1 << 31, 1 << 32, 1 << 63, 0 &- (1 << 31), 1 << 16]
    let random = generator.next()
    switch random % 4 {
    case 0: return edges[Int(random >> 8) % edges.count] &+ (random >> 16) % 5 &- 2
    case 1: return generator.next() >> ((random >> 8) % 64)
    case 2: return 0 &- (random >> 16) % 70
    default: return (random >> 16) % 70
    }
  }
}

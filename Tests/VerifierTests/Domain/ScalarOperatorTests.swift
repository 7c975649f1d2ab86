import Bytecode
import Testing
import Verifier

/// Each result holds all that the instruction can compute: by exhaustion at 4 bits, by random sets
/// of words at 6.
@Suite struct ScalarOperatorTests {
  static let seed: UInt64 = 20_260_301

  @Test(arguments: ALUOperator.allCases, [Width.word64, .word32])
  func binaryOperatorsAreSound(_ op: ALUOperator, _ width: Width) {
    let shapes = SmallScalars.shapes
    let all = SmallScalars.all
    let wide = Scalar<Bits6>.random(isThorough ? 160 : 40, seed: Self.seed)
    Self.check(op, width, shapes, shapes, stride: isThorough ? 1 : 17)
    Self.check(op, width, all, SmallScalars.constants, stride: isThorough ? 1 : 31)
    Self.check(op, width, all, all, stride: isThorough ? 131 : 5_003)
    Self.check(op, width, wide, wide)
  }

  static func check<W>(
    _ op: ALUOperator, _ width: Width, _ left: [ScalarSample<W>], _ right: [ScalarSample<W>],
    stride: Int = 1
  ) {
    let images = ImageTable(bits: W.bits) { x, y, register in
      register.apply(op, width, x, y)
    }
    forEachPair(left, right, stride: stride) { a, b in
      let image = images.image(a.words, b.words)
      let result = a.scalar.applying(op, width, b.scalar)
      if let missing = image.first(where: { !result.contains($0) }) {
        Issue.record(
          """
          seed \(seed): \(op) \(width) of \(a.words) and \(b.words) misses \(missing): \
          \(ScalarFacts(a.scalar)), \(ScalarFacts(b.scalar)) give \(ScalarFacts(result))
          """)
      }
    }
  }

  @Test func unaryOperatorsAreSound() {
    for sample in SmallScalars.all { Self.checkUnary(sample) }
    for sample in Scalar<Bits6>.random(isThorough ? 4000 : 400, seed: Self.seed) {
      Self.checkUnary(sample)
    }
  }

  static func checkUnary<W>(_ sample: ScalarSample<W>) {
    let register = ConcreteRegister(bits: W.bits)
    for width in [Width.word64, .word32] {
      expect(sample, sample.scalar.negated(width), "-") {
        register.apply(.subtract, width, 0, $0)
      }
    }
    for bits in 1...W.bits {
      expect(sample, sample.scalar.zeroExtended(fromBits: bits), "zero from \(bits)") {
        register.full.truncated($0, toBits: bits)
      }
      expect(sample, sample.scalar.signExtended(fromBits: bits, .word64), "sign from \(bits)") {
        register.full.signExtended($0, fromBits: bits)
      }
    }
    for bits in 1...W.bits / 2 {
      expect(sample, sample.scalar.signExtended(fromBits: bits, .word32), "low from \(bits)") {
        register.half.signExtended($0, fromBits: bits)
      }
    }
  }

  static func expect<W>(
    _ sample: ScalarSample<W>, _ result: Scalar<W>, _ name: String, _ map: (UInt64) -> UInt64
  ) {
    for word in sample.words where !result.contains(map(word)) {
      Issue.record("seed \(seed): \(name) of \(sample.words) misses \(word) → \(map(word))")
    }
  }

  /// Bytes of one bit, in words of eight: every tracked number.
  @Test func byteSwapsAreSound() {
    for tnum in Tnum<Bits8>.every() {
      let scalar = Scalar(tnum)
      for bits in [2, 4, 8] {
        let swapped = scalar.byteSwapped(.toBigEndian, bits: bits)
        #expect(swapped == scalar.byteSwapped(.swap, bits: bits))
        let kept = scalar.byteSwapped(.toLittleEndian, bits: bits)
        for word in UInt64(0)..<256 where tnum.contains(word) {
          let low = word % (1 << UInt64(bits))
          let reversed = (0..<bits).reduce(UInt64(0)) { $0 << 1 | (low >> UInt64($1) & 1) }
          #expect(swapped.contains(reversed) && kept.contains(low), "\(tnum) \(bits)")
        }
      }
    }
  }

  @Test func constantsStayConstant() {
    let register = ConcreteRegister(bits: 4)
    for op in ALUOperator.allCases {
      for width in [Width.word64, .word32] {
        for x in UInt64(0)..<16 {
          for y in UInt64(0)..<16 {
            let result = Scalar<Bits4>(constant: x).applying(op, width, Scalar(constant: y))
            #expect(
              result.constantValue == register.apply(op, width, x, y), "\(x) \(op) \(width) \(y)")
          }
        }
      }
    }
  }
}

/// All results of a binary instruction, so that the image of two sets is a few look-ups.
struct ImageTable {
  private let results: [UInt64]
  private let count: Int

  init(bits: Int, _ apply: (UInt64, UInt64, ConcreteRegister) -> UInt64) {
    let register = ConcreteRegister(bits: bits)
    let count = 1 << bits
    self.count = count
    results = (0..<count * count).map { index in
      apply(UInt64(index / count), UInt64(index % count), register)
    }
  }

  func result(_ x: UInt64, _ y: UInt64) -> UInt64 { results[Int(x) * count + Int(y)] }

  func image(_ a: WordSet, _ b: WordSet) -> WordSet {
    var image = WordSet()
    for x in a { for y in b { image.insert(result(x, y)) } }
    return image
  }
}

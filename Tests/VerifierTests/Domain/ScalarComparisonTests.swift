import Bytecode
import Testing
import Verifier

/// Comparisons decide nothing that isn't so, and refine away no word that can take the edge.
@Suite struct ScalarComparisonTests {
  static let seed: UInt64 = 77_031

  @Test(arguments: Comparison.allCases, [Width.word64, .word32])
  func comparisonsAreSound(_ comparison: Comparison, _ width: Width) {
    let shapes = SmallScalars.shapes
    let all = SmallScalars.all
    let wide = Scalar<Bits6>.random(isThorough ? 160 : 40, seed: Self.seed)
    Self.check(comparison, width, shapes, shapes, stride: isThorough ? 1 : 17)
    Self.check(comparison, width, all, SmallScalars.constants, stride: isThorough ? 1 : 31)
    Self.check(comparison, width, all, all, stride: isThorough ? 131 : 5_003)
    Self.check(comparison, width, wide, wide)
  }

  static func check<W>(
    _ comparison: Comparison, _ width: Width, _ left: [ScalarSample<W>],
    _ right: [ScalarSample<W>], stride: Int = 1
  ) {
    let table = ComparisonTable(comparison, width, bits: W.bits)
    forEachPair(left, right, stride: stride) { a, b in
      let decided = Scalar.decide(comparison, width, a.scalar, b.scalar)
      for taken in [true, false] {
        let (aKept, bKept) = table.kept(a.words, b.words, taken: taken)
        var (x, y) = (a.scalar, b.scalar)
        let isPossible = Scalar.refine(comparison, width, taken: taken, &x, &y)
        // An edge that can't be taken may be missed.
        if !isPossible && aKept.isEmpty { continue }
        let isSound =
          isPossible && (aKept.isEmpty || decided != !taken)
          && aKept.isSubset(of: x.words) && bKept.isSubset(of: y.words)
          && x.isSubset(of: a.scalar) && y.isSubset(of: b.scalar)
        if !isSound {
          Issue.record(
            "seed \(seed): \(a.words) \(comparison) \(width) \(b.words), taken: \(taken)")
        }
      }
    }
  }

  @Test func constantsDecide() {
    let register = ConcreteRegister(bits: 4)
    for comparison in Comparison.allCases {
      for width in [Width.word64, .word32] {
        for x in UInt64(0)..<16 {
          for y in UInt64(0)..<16 {
            var (a, b) = (Scalar<Bits4>(constant: x), Scalar<Bits4>(constant: y))
            let holds = register.compare(comparison, width, x, y)
            #expect(Scalar.decide(comparison, width, a, b) == holds)
            #expect(Scalar.refine(comparison, width, taken: holds, &a, &b))
            #expect(a.constantValue == x && b.constantValue == y)
            #expect(!Scalar.refine(comparison, width, taken: !holds, &a, &b))
          }
        }
      }
    }
  }
}

/// For each word, the words it compares to so.
struct ComparisonTable {
  private let matches: [WordSet]
  private let all: WordSet

  init(_ comparison: Comparison, _ width: Width, bits: Int) {
    let register = ConcreteRegister(bits: bits)
    let words = UInt64(0)..<UInt64(1) << UInt64(bits)
    all = WordSet(bits: ~0 >> UInt64(64 - words.count))
    matches = words.map { x in
      words.reduce(into: WordSet()) { result, y in
        if register.compare(comparison, width, x, y) { result.insert(y) }
      }
    }
  }

  /// The words of each set for which the other has one that takes the edge.
  func kept(_ a: WordSet, _ b: WordSet, taken: Bool) -> (WordSet, WordSet) {
    var (aKept, bKept) = (WordSet(), WordSet())
    for x in a {
      let matching = taken ? matches[Int(x)].bits : all.bits & ~matches[Int(x)].bits
      let partners = matching & b.bits
      if partners != 0 { aKept.insert(x) }
      bKept.bits |= partners
    }
    return (aKept, bKept)
  }
}

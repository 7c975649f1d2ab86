import Bytecode
import Testing
import Verifier

@Suite struct ScalarLatticeTests {
  static let seed: UInt64 = 4_711

  /// All 65535 sets of four-bit words, or a part of them without optimisation.
  @Test func joiningConstantsIsBest() {
    let register = ConcreteRegister(bits: 4)
    for bits in stride(from: UInt64(1), to: 1 << 16, by: isThorough ? 1 : 13) {
      let words = WordSet(bits: bits)
      guard let scalar = Scalar<Bits4>.abstraction(of: words) else { continue }
      #expect(ScalarFacts(scalar) == ScalarFacts(best: words, register), "\(words)")
      #expect(words.isSubset(of: scalar.words))
    }
  }

  @Test func joinsAndWideningsHoldBoth() {
    Self.check(SmallScalars.shapes, stride: isThorough ? 1 : 17)
    Self.check(SmallScalars.all, stride: isThorough ? 131 : 5_003)
    Self.check(Scalar<Bits6>.random(isThorough ? 300 : 60, seed: Self.seed), stride: 1)
  }

  static func check<W>(_ samples: [ScalarSample<W>], stride: Int) {
    forEachPair(samples, samples, stride: stride) { a, b in
      let joined = a.scalar.joined(with: b.scalar)
      let widened = a.scalar.widened(from: b.scalar)
      let common = a.scalar.intersection(b.scalar)
      let isSound =
        a.scalar.isSubset(of: joined) && b.scalar.isSubset(of: joined)
        && joined == b.scalar.joined(with: a.scalar)
        && a.scalar.isSubset(of: widened) && b.scalar.isSubset(of: widened)
        && a.words.isSubset(of: widened.words) && b.words.isSubset(of: widened.words)
        && (common?.words ?? WordSet()).bits == a.words.bits & b.words.bits
        && (!a.scalar.isSubset(of: b.scalar) || a.words.isSubset(of: b.words))
      if !isSound { Issue.record("seed \(seed): \(a.words), \(b.words)") }
    }
  }

  /// Every abstraction is the best for its words, and a subset is found wherever there is one.
  @Test func subsetsAreFound() {
    let samples = SmallScalars.all
    for a in samples {
      #expect(a.scalar.isSubset(of: a.scalar) && a.scalar.isSubset(of: .unknown))
      #expect(ScalarFacts(a.scalar) == ScalarFacts(best: a.words, ConcreteRegister(bits: 4)))
    }
    forEachPair(samples, samples, stride: isThorough ? 1 : 1_009) { a, b in
      if a.words.isSubset(of: b.words) != a.scalar.isSubset(of: b.scalar) {
        Issue.record("\(a.words) in \(b.words)")
      }
    }
  }

  /// Whatever a loop adds, its head is stable soon.
  @Test(arguments: UInt64(0)..<40)
  func wideningEnds(_ seed: UInt64) {
    var generator = SeededGenerator(seed: Self.seed &+ seed)
    var head = Scalar<Bits64>(constant: 0)
    var count = 0
    for _ in 0..<4000 {
      let shift = generator.next() % 64
      let next = Scalar<Bits64>(constant: generator.next() >> shift)
      let widened = next.widened(from: head)
      #expect(head.isSubset(of: widened) && next.isSubset(of: widened), "seed \(seed)")
      if widened != head { count += 1 }
      head = widened
    }
    #expect(count <= 24, "seed \(seed) took \(count) widenings")
  }

  @Test(arguments: [1, 4, 24, 4096] as [UInt64])
  func countersConvergeAligned(step: UInt64) {
    var head = Scalar<Bits64>(constant: 0)
    for _ in 0..<8 {
      let next = head.applying(.add, .word64, Scalar(constant: step))
      let widened = next.widened(from: head)
      if widened == head {
        #expect(head.tnum.unsignedTrailingZeros >= step.trailingZeroBitCount)
        return
      }
      head = widened
    }
    Issue.record("step \(step) doesn't converge: \(head)")
  }
}

extension Tnum {
  fileprivate var unsignedTrailingZeros: Int { (value | mask).trailingZeroBitCount }
}

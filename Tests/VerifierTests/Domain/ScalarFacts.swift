import Verifier

/// Everything a scalar tells in public, so that scalars can be compared with the best one for a set
/// of words, which is found here by definition.
struct ScalarFacts: Hashable {
  var value: UInt64
  var mask: UInt64
  var unsigned: ClosedRange<UInt64>
  var signed: ClosedRange<Int>
  var lowUnsigned: ClosedRange<UInt64>
  var lowSigned: ClosedRange<Int>

  init<W>(_ scalar: Scalar<W>) {
    value = scalar.tnum.value
    mask = scalar.tnum.mask
    unsigned = scalar.unsignedMin...scalar.unsignedMax
    signed = Int(scalar.signedMin)...Int(scalar.signedMax)
    lowUnsigned = UInt64(scalar.low32UnsignedMin)...UInt64(scalar.low32UnsignedMax)
    lowSigned = Int(scalar.low32SignedMin)...Int(scalar.low32SignedMax)
  }

  /// The tightest facts that hold for all of `words`.
  init(best words: WordSet, _ register: ConcreteRegister) {
    let all = words.reduce(~0, &)
    value = all
    mask = words.reduce(0, |) & ~all
    var bounds = Bounds()
    var lowBounds = Bounds()
    for word in words {
      bounds.insert(word, signed: register.full.signed(word))
      let low = register.low(word)
      lowBounds.insert(low, signed: register.half.signed(low))
    }
    unsigned = bounds.unsignedMin...bounds.unsignedMax
    signed = bounds.signedMin...bounds.signedMax
    lowUnsigned = lowBounds.unsignedMin...lowBounds.unsignedMax
    lowSigned = lowBounds.signedMin...lowBounds.signedMax
  }

  private struct Bounds {
    var unsignedMin = UInt64.max
    var unsignedMax = UInt64.min
    var signedMin = Int.max
    var signedMax = Int.min

    mutating func insert(_ word: UInt64, signed: Int) {
      unsignedMin = min(unsignedMin, word)
      unsignedMax = max(unsignedMax, word)
      signedMin = min(signedMin, signed)
      signedMax = max(signedMax, signed)
    }
  }
}

/// A scalar beside the words it stands for.
struct ScalarSample<W: HalvedBitWidth>: Hashable {
  let scalar: Scalar<W>
  let words: WordSet

  init(_ scalar: Scalar<W>) {
    self.scalar = scalar
    words = scalar.words
  }
}

extension Scalar {
  var words: WordSet {
    var result = WordSet()
    for word in 0..<UInt64(1) << UInt64(W.bits) where contains(word) { result.insert(word) }
    return result
  }

  /// The join of the constants.
  static func abstraction(of words: WordSet) -> Scalar? {
    words.reduce(nil as Scalar?) { partial, word in
      let constant = Scalar(constant: word)
      return partial?.joined(with: constant) ?? constant
    }
  }

  /// Every set of words that follow each other, past the largest to zero as well; every tracked
  /// number; every arc of low halves; each once.
  static func everyShape() -> [ScalarSample<W>] {
    let count = UInt64(1) << UInt64(W.bits)
    var sets = arcs(count: count)
    sets += Tnum<W>.every().map(\.words)
    let lowCount = UInt64(1) << UInt64(W.Half.bits)
    sets += arcs(count: lowCount).map { arc in
      (0..<count).reduce(into: WordSet()) { if arc.contains($1 % lowCount) { $0.insert($1) } }
    }
    return samples(of: sets)
  }

  /// Sets of words without any shape, of all sizes.
  static func random(_ number: Int, seed: UInt64) -> [ScalarSample<W>] {
    var generator = SeededGenerator(seed: seed)
    let all: UInt64 = ~0 >> UInt64(64 - (1 << W.bits))
    let sets = (0..<number).map { _ in
      var bits = generator.next()
      for _ in 0..<generator.next() % 4 { bits &= generator.next() }
      return WordSet(bits: bits & all)
    }
    return samples(of: sets)
  }

  /// Every scalar that a set of words can give: 3175 at four bits.
  static func everyAbstraction() -> [ScalarSample<W>] {
    precondition(W.bits <= 4, "the sets of wider words can't all be listed")
    let setCount = UInt64(1) << UInt64(1 << W.bits)
    return samples(of: (1..<setCount).map { WordSet(bits: $0) })
  }

  private static func arcs(count: UInt64) -> [WordSet] {
    (0..<count).flatMap { start in
      (1...count).map { length in
        (0..<length).reduce(into: WordSet()) { $0.insert((start + $1) % count) }
      }
    }
  }

  private static func samples(of sets: [WordSet]) -> [ScalarSample<W>] {
    var seen = Set<Scalar>()
    return sets.compactMap { abstraction(of: $0) }
      .filter { seen.insert($0).inserted }
      .map(ScalarSample.init)
  }
}

/// Scalars of four bits, made once.
enum SmallScalars {
  static let shapes = Scalar<Bits4>.everyShape()
  static let all = Scalar<Bits4>.everyAbstraction()
  static let constants = (UInt64(0)..<16).map { ScalarSample(Scalar<Bits4>(constant: $0)) }
}

/// Every pair, or a part: those whose number is a multiple of `stride`.
func forEachPair<W>(
  _ left: [ScalarSample<W>], _ right: [ScalarSample<W>], stride: Int = 1,
  _ body: (ScalarSample<W>, ScalarSample<W>) -> Void
) {
  var index = 0
  while index < left.count * right.count {
    body(left[index / right.count], right[index % right.count])
    index += stride
  }
}

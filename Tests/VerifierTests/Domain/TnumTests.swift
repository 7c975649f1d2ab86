import Bytecode
import Testing
import Verifier

extension Tnum {
  static func every() -> [Tnum] {
    let words = (0..<UInt64(1) << UInt64(W.bits))
    return words.flatMap { mask in
      words.filter { $0 & mask == 0 }.map { Tnum(value: $0, mask: mask) }
    }
  }

  var words: WordSet {
    var result = WordSet()
    for word in 0..<UInt64(1) << UInt64(W.bits) where contains(word) { result.insert(word) }
    return result
  }

  /// The best tracked number for some words, by definition.
  static func best(for words: WordSet) -> Tnum {
    let all = words.reduce(~0, &)
    let any = words.reduce(0, |)
    return Tnum(value: all, mask: any & ~all)
  }

  func applying(_ op: ALUOperator, _ other: Tnum) -> Tnum? {
    switch op {
    case .add: adding(other)
    case .subtract: subtracting(other)
    case .multiply: multiplied(by: other)
    case .divide: divided(by: other)
    case .modulo: modulo(other)
    case .and: and(other)
    case .or: or(other)
    case .xor: xor(other)
    case .divideSigned, .moduloSigned, .shiftLeft, .shiftRight, .shiftRightArithmetic: nil
    }
  }
}

@Suite struct TnumTests {
  static let binary: [ALUOperator] = [
    .add, .subtract, .multiply, .divide, .modulo, .and, .or, .xor,
  ]

  @Test(arguments: binary)
  func binaryOperatorsAreSound(_ op: ALUOperator) {
    Self.checkPairs(op, Bits4.self)
    Self.checkPairs(op, Bits5.self)
    if isThorough { Self.checkPairs(op, Bits6.self) }
  }

  /// Addition, subtraction and the bitwise operators are also the best possible.
  static func checkPairs<W: BitWidth>(_ op: ALUOperator, _: W.Type) {
    let concrete = ConcreteWords(bits: W.bits)
    let isOptimal = ![.multiply, .divide, .modulo].contains(op)
    let all = Tnum<W>.every().map { ($0, $0.words) }
    for (a, aWords) in all {
      for (b, bWords) in all {
        guard let result = a.applying(op, b) else { continue }
        let image = concrete.image(op, aWords, bWords)
        let best = Tnum<W>.best(for: image)
        if isOptimal ? best != result : !best.isSubset(of: result) {
          Issue.record("\(a) \(op) \(b) is \(result), the words are \(image)")
          return
        }
      }
    }
  }

  @Test func shiftsAndExtensionsAreOptimal() {
    Self.checkUnary(Bits5.self)
    Self.checkUnary(Bits6.self)
  }

  static func checkUnary<W: BitWidth>(_: W.Type) {
    let concrete = ConcreteWords(bits: W.bits)
    for a in Tnum<W>.every() {
      expectBest(a.negated(), a) { concrete.apply(.subtract, 0, $0) }
      for count in 0..<W.bits {
        let amount = UInt64(count)
        expectBest(a.shiftedLeft(by: amount), a) { concrete.unsigned(Int($0) << count) }
        expectBest(a.shiftedRight(by: amount), a) { $0 >> amount }
        expectBest(a.shiftedRightArithmetic(by: amount), a) {
          concrete.unsigned(concrete.signed($0) >> count)
        }
        expectBest(a.truncated(toBits: count + 1), a) {
          concrete.truncated($0, toBits: count + 1)
        }
        expectBest(a.signExtended(fromBits: count + 1), a) {
          concrete.signExtended($0, fromBits: count + 1)
        }
      }
    }
  }

  static func expectBest<W: BitWidth>(
    _ result: Tnum<W>, _ operand: Tnum<W>, line: Int = #line, _ map: (UInt64) -> UInt64
  ) {
    var image = WordSet()
    for word in operand.words { image.insert(map(word)) }
    if result != .best(for: image) {
      Issue.record("line \(line): \(operand) gives \(result), the words are \(image)")
    }
  }

  @Test func latticeIsExact() {
    let all = Tnum<Bits4>.every().map { ($0, $0.words) }
    for (a, aWords) in all {
      for (b, bWords) in all {
        #expect(a.isSubset(of: b) == aWords.isSubset(of: bWords), "\(a) in \(b)")
        let common = WordSet(bits: aWords.bits & bWords.bits)
        #expect((a.intersection(b)?.words ?? WordSet()) == common, "\(a) and \(b)")
        let union = WordSet(bits: aWords.bits | bWords.bits)
        #expect(a.joined(with: b) == .best(for: union), "\(a) or \(b)")
      }
    }
  }

  @Test func rangesAreOptimal() {
    for lower in UInt64(0)..<32 {
      for upper in lower..<32 {
        var words = WordSet()
        for word in lower...upper { words.insert(word) }
        #expect(Tnum<Bits5>(from: lower, through: upper) == .best(for: words))
      }
    }
  }

  @Test func fullWidthWraps() {
    let ones = Tnum<Bits64>(constant: ~0)
    #expect(ones.adding(Tnum(constant: 1)) == Tnum(constant: 0))
    #expect(ones.multiplied(by: ones) == Tnum(constant: 1))
    #expect(Tnum<Bits64>(from: 0, through: ~0) == .unknown)
    #expect(Tnum<Bits64>(constant: 0x80).signExtended(fromBits: 8).value == ~0x7f)
  }
}

extension ConcreteWords {
  func image(_ op: ALUOperator, _ a: WordSet, _ b: WordSet) -> WordSet {
    var result = WordSet()
    for x in a { for y in b { result.insert(apply(op, x, y)) } }
    return result
  }
}

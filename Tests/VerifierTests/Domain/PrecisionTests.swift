import Bytecode
import Foundation
import Testing
import Verifier

/// How often a result is the best there is, kept beside the corpus: losing precision must show in a
/// diff. `BATON_UPDATE_GOLDEN=1` writes the file anew.
@Suite struct PrecisionTests {
  static let seed: UInt64 = 6_180_339
  static let file = URL(filePath: #filePath).appending(
    path: "../../../Corpus/domains/precision.txt"
  ).standardized

  @Test func precisionIsAsRecorded() throws {
    let table = Self.table()
    if ProcessInfo.processInfo.environment["BATON_UPDATE_GOLDEN"] != nil {
      try Data(table.utf8).write(to: Self.file)
    }
    let recorded = try String(contentsOf: Self.file, encoding: .utf8)
    #expect(table == recorded, "the precision changed:\n\(table)")
  }

  static func table() -> String {
    let shapes = SmallScalars.shapes
    let constants = SmallScalars.constants
    let third = shapes.enumerated().filter { $0.offset % 3 == 0 }.map(\.element)
    let wide = Scalar<Bits6>.random(48, seed: seed)
    var lines = [
      "# Cases whose result is the best possible: of every shape at 4 bits with every constant,",
      "# of a third of the shapes with each other, and of random sets at 6 bits (seed \(seed)).",
      row("", ["constants", "shapes", "6 bits"]),
    ]
    for width in [Width.word64, .word32] {
      for op in ALUOperator.allCases {
        let scores = [
          Score.of(op, width, shapes, constants), Score.of(op, width, third, third),
          Score.of(op, width, wide, wide),
        ]
        lines.append(row("\(op) \(width.rawValue)", scores.map(\.text)))
      }
      for comparison in Comparison.allCases {
        let scores = [
          Score.of(comparison, width, shapes, constants),
          Score.of(comparison, width, third, third), Score.of(comparison, width, wide, wide),
        ]
        let name = "\(comparison) \(width.rawValue)"
        lines.append(row("decide \(name)", scores.map(\.decided.text)))
        lines.append(row("refine \(name)", scores.map(\.refined.text)))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func row(_ name: String, _ columns: [String]) -> String {
    func pad(_ text: String, _ count: Int) -> String {
      String(repeating: " ", count: max(0, count - text.count))
    }
    return columns.reduce(name + pad(name, 32)) { $0 + pad($1, 21) + $1 }
  }
}

/// Best cases, of all.
struct Score {
  var best = 0
  var all = 0

  /// Cut, not rounded, so that 100.0 means all.
  var text: String {
    let perMille = all == 0 ? 0 : best * 1000 / all
    return "\(best)/\(all) \(perMille / 10).\(perMille % 10) %"
  }

  mutating func count(_ isBest: Bool) {
    all += 1
    if isBest { best += 1 }
  }

  static func of<W>(
    _ op: ALUOperator, _ width: Width, _ left: [ScalarSample<W>], _ right: [ScalarSample<W>]
  ) -> Score {
    let register = ConcreteRegister(bits: W.bits)
    let images = ImageTable(bits: W.bits) { x, y, register in
      register.apply(op, width, x, y)
    }
    var score = Score()
    forEachPair(left, right) { a, b in
      let result = a.scalar.applying(op, width, b.scalar)
      let image = images.image(a.words, b.words)
      score.count(ScalarFacts(result) == ScalarFacts(best: image, register))
    }
    return score
  }

  static func of<W>(
    _ comparison: Comparison, _ width: Width, _ left: [ScalarSample<W>],
    _ right: [ScalarSample<W>]
  ) -> (decided: Score, refined: Score) {
    let register = ConcreteRegister(bits: W.bits)
    let table = ComparisonTable(comparison, width, bits: W.bits)
    var (decided, refined) = (Score(), Score())
    forEachPair(left, right) { a, b in
      var possible: [Bool] = []
      for taken in [true, false] {
        let (aKept, bKept) = table.kept(a.words, b.words, taken: taken)
        var (x, y) = (a.scalar, b.scalar)
        let isPossible = Scalar.refine(comparison, width, taken: taken, &x, &y)
        if aKept.isEmpty {
          refined.count(!isPossible)
        } else {
          possible.append(taken)
          refined.count(
            isPossible && ScalarFacts(x) == ScalarFacts(best: aKept, register)
              && ScalarFacts(y) == ScalarFacts(best: bKept, register))
        }
      }
      let answer = Scalar.decide(comparison, width, a.scalar, b.scalar)
      decided.count(answer == (possible.count == 1 ? possible.first : nil))
    }
    return (decided, refined)
  }
}

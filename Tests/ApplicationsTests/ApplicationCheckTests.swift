import ApplicationChecking
import Foundation
import SeededNumbers
import Testing

/// Inputs of `ApplicationsFuzzer`, and others like them.
@Suite struct ApplicationCheckTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Corpus/fuzz/applications")

  private static var inputs: [(name: String, octets: [UInt8])] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
        ($0, [UInt8](try Data(contentsOf: folder.appending(path: $0))))
      }
    }
  }

  @Test func keptInputs() throws {
    let inputs = try Self.inputs
    #expect((1...400).contains(inputs.count))
    #expect(inputs.map(\.octets.count).reduce(0, +) <= 1 << 17)
    for input in inputs {
      let complaint = ApplicationCheck.complaint(about: input.octets.span)
      #expect(complaint == nil, "\(input.name)")
    }
  }

  /// Pieces of kept inputs, one behind the other, with octets changed.
  @Test(arguments: 0..<8)
  func anyOctets(_ number: Int) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    let kept = try Self.inputs
    for _ in 0..<50 {
      var input = [UInt8(number)] + (0..<3).map { _ in UInt8.random(in: 0...255, using: &random) }
      for _ in 0..<random.number(1..<6) {
        let other = kept[random.number(0..<kept.count)].octets.dropFirst(4)
        input += other.prefix(random.number(0..<other.count + 1))
      }
      for _ in 0..<random.number(0..<4) where input.count > 4 {
        input[random.number(4..<input.count)] = UInt8.random(in: 0...255, using: &random)
      }
      let complaint = ApplicationCheck.complaint(about: input.span)
      #expect(complaint == nil, "seed \(seed)")
    }
  }
}

import Bytecode
import Foundation

/// Files under `Tests/Corpus`.
enum Corpus {
  static func lines(of path: String) throws -> [String] {
    let corpus = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Corpus")
    let text = try String(contentsOf: corpus.appending(path: path), encoding: .utf8)
    return text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
  }

  /// `71 10 04 …` as slots.
  static func slots(octets: some StringProtocol) -> [Instruction] {
    let octets = octets.split(separator: " ").map { UInt64($0, radix: 16)! }
    return stride(from: 0, to: octets.count, by: 8).map { start in
      Instruction(encoded: (0..<8).reduce(0) { $0 | octets[start + $1] << (8 * UInt64($1)) })
    }
  }
}

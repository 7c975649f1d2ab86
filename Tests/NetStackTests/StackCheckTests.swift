import Foundation
import PacketScripts
import SeededNumbers
import Testing

/// Inputs of `NetStackFuzzer`, and others like them.
struct StackCheckTests {
  static let folder = PacketScriptTests.folder.deletingLastPathComponent()
    .appending(path: "fuzz/netstack")

  @Test
  func keptInputs() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(!names.isEmpty)
    for name in names {
      let input = [UInt8](try Data(contentsOf: Self.folder.appending(path: name)))
      let complaint = StackCheck.complaint(about: input.span)
      #expect(complaint == nil, "\(name)")
    }
  }

  /// Rows of steps that begin with a handshake, so that what follows is looked at.
  @Test(arguments: 0..<20)
  func anySteps(_ number: Int) {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      var input: [UInt8] = [1, 0, 0, 6, 2, 0, 0, 255, 255, 0]
      input += [1, 0, 1, 6, 16, 0, 1, 255, 255, 0, 7, 0, 0, 0]
      for _ in 0..<Int.random(in: 1...40, using: &generator) {
        let body = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
          UInt8.random(in: 0...255, using: &generator)
        }
        input += [UInt8.random(in: 0...7, using: &generator), 0]
        input += [UInt8.random(in: 0...255, using: &generator), UInt8(body.count)] + body
      }
      let complaint = StackCheck.complaint(about: input.span)
      #expect(complaint == nil, "seed \(seed)")
    }
  }
}

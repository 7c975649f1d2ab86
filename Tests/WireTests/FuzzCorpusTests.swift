import Foundation
import Testing
import Wire
import WireChecking

/// What the fuzzer found worth keeping, and each input that once did harm: see `Fuzz/`.
@Suite struct FuzzCorpusTests {
  private static let folder = Sample.corpus.appending(path: "fuzz/wire")

  private static var frames: [(name: String, octets: [UInt8])] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
        ($0, [UInt8](try Data(contentsOf: folder.appending(path: $0))))
      }
    }
  }

  @Test func isSmall() throws {
    let frames = try Self.frames
    #expect((1...300).contains(frames.count))
    #expect(frames.map(\.octets.count).reduce(0, +) <= 1 << 16)
  }

  /// As the fuzz target does: all that can be read comes back when it is written, and nothing traps.
  @Test func comesBackAsItWasRead() throws {
    var names: Set<String> = []
    for frame in try Self.frames {
      let check = FrameCheck(frame.octets.span)
      #expect(check.complaints.isEmpty, "\(frame.name)")
      names.formUnion(check.layers.map(\.name))
      #expect(!FrameSummary(frame.octets.span).description.isEmpty, "\(frame.name)")
    }
    #expect(names.count == 11, "\(names.sorted())")
  }
}

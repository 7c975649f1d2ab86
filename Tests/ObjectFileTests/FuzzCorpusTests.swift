import Foundation
import ObjectFile
import Testing

/// What the fuzzer found worth keeping, and each input that once did harm: see `Fuzz/`.
struct FuzzCorpusTests {
  private static let folder = Sample.folder.deletingLastPathComponent().appending(
    path: "fuzz/objects")

  private static var files: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }

  @Test func isSmall() throws {
    let files = try Self.files
    #expect((1...200).contains(files.count))
    let byteCount = try files.reduce(0) {
      try $0 + Data(contentsOf: Self.folder.appending(path: $1)).count
    }
    #expect(byteCount <= 1 << 20)
  }

  /// As the fuzz target does: every step throws or gives a result, and none traps.
  @Test func isReadWithoutHarm() throws {
    var readCount = 0
    for file in try Self.files {
      let bytes = try [UInt8](Data(contentsOf: Self.folder.appending(path: file)))
      if let types = try? BTF(parsing: bytes) {
        #expect(try BTF(parsing: types.encoded()) == types, "\(file)")
      }
      guard let image = try? ProgramImage(parsing: bytes) else { continue }
      readCount += 1
      for slot in image.instructions.indices {
        #expect(image.functionIndex(containing: slot) != nil, "\(file)")
      }
      for target in [image.types, .empty] {
        guard let relocated = try? image.relocated(against: target) else { continue }
        #expect(relocated.coreRelocations.isEmpty, "\(file)")
        for unresolved in relocated.unresolvedRelocations {
          #expect(!relocated.describe(unresolved).isEmpty, "\(file)")
        }
      }
    }
    #expect(readCount > 5)
  }
}

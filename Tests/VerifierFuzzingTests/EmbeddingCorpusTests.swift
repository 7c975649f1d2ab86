import SamplePrograms
import Testing
import VerifierFuzzing

/// What the fuzzer has found stays mended.
@Suite struct EmbeddingCorpusTests {
  static let files = CorpusFile.all(in: "embedding", endingIn: [".s"])

  @Test func theCorpusIsThere() { #expect(Self.files.count >= 1) }

  @Test(arguments: files)
  func theVerifierThinksRight(_ one: CorpusFile) throws {
    let file = try FindingFile(parsing: one.text())
    let examiner = Examiner(try FuzzWorld())
    if case .failed(let fault, _) = examiner.examine(file.program, on: file.inputs) {
      Issue.record("\(fault)")
    }
  }

  /// Each of them is a text that says again what it was read from.
  @Test(arguments: files)
  func theFileIsWrittenAsItWasRead(_ one: CorpusFile) throws {
    let file = try FindingFile(parsing: one.text())
    #expect(try FindingFile(parsing: file.text) == file)
  }

  @Test(arguments: [
    "r0 = 0", "# role: tc\n  exit", "# role: xdp\n# input: packet 14, seed 1\n  exit",
    "# role: xdp\n# input: packet 900, seed 1, words 0x1\n  exit",
    "# role: xdp\n# input: packet 14, seed 1, words 0xyz\n  exit", "# role: exec\n  leave",
  ])
  func otherTextsAreRefused(_ text: String) {
    #expect(throws: (any Error).self) { try FindingFile(parsing: text) }
  }
}

import Foundation
import ObjectFile
import SamplePrograms
import Testing
import Verifier

/// Programs in C and Swift: what the verifier has to say of each stands in its source.
@Suite(.enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct CorpusTests {
  struct Case: CustomTestStringConvertible, Sendable {
    static let folder = "Tests/Corpus/verifier"

    var file: String
    var testDescription: String { file }
    var path: String { "\(Self.folder)/\(file)" }

    static let all: [Case] = {
      let folder = "\(SamplePrograms.root)/\(Case.folder)"
      let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return files.filter { $0.hasSuffix(".c") || $0.hasSuffix(".swift") }.sorted()
        .map { Case(file: $0) }
    }()

    /// The lines that must be blamed, counted from 1, and the words that must be said.
    func refusals() throws -> [(line: Int, words: String)] {
      let text = try String(contentsOfFile: "\(SamplePrograms.root)/\(path)", encoding: .utf8)
      let mark = "refused: "
      return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        .compactMap { index, line in
          line.range(of: "// \(mark)").map { (index + 1, String(line[$0.upperBound...])) }
        }
    }
  }

  @Test func theCorpusIsThere() {
    #expect(Case.all.count { $0.file.hasSuffix(".c") } >= 26)
    #expect(Case.all.count { $0.file.hasSuffix(".swift") } >= 10)
  }

  @Test(arguments: Case.all)
  func theVerdictIsWhatTheSourceSays(_ one: Case) throws {
    let image = try SamplePrograms.image(of: one.path)
    let unit = try ProgramUnit(image: image, interface: .baton)
    let rejections = Verifier(unit).verify().compactMap(\.rejection)
    let expected = try one.refusals()
    #expect(rejections.count == expected.count, "\(rejections.map { $0.report(for: image) })")
    for (rejection, refusal) in zip(rejections, expected) {
      #expect(rejection.reason.contains(refusal.words), "\(rejection.report(for: image))")
      let line = image.line(at: rejection.slot)
      #expect(line.map { Int($0.line) } == refusal.line, "\(rejection.report(for: image))")
      #expect(line?.file.hasSuffix(one.file) == true)
    }
  }
}

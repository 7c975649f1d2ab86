import Contracts
import Foundation
import ObjectFile
import SamplePrograms
import Testing
import Verifier

/// Programs in C and Swift: what the verifier has to say of each stands in its source.
@Suite(.enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct CorpusTests {
  static let files = ["verifier", "contracts/netstack"].flatMap {
    CorpusFile.all(in: $0, endingIn: [".c", ".swift"])
  }
  /// Programs of Linux's roles.
  static let linuxFiles = CorpusFile.all(in: "linux", endingIn: [".c"])

  /// The lines that must be blamed, counted from 1, and the words that must be said.
  private func refusals(in text: String) -> [(line: Int, words: String)] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .compactMap { index, line in
        line.range(of: "// refused: ").map { (index + 1, String(line[$0.upperBound...])) }
      }
  }

  @Test func theCorpusIsThere() {
    #expect(Self.files.count { $0.name.hasSuffix(".c") } >= 26)
    #expect(Self.files.count { $0.name.hasSuffix(".swift") } >= 10)
    #expect(Self.linuxFiles.count >= 7)
    #expect(Self.contractFiles.count >= 7)
  }

  @Test(arguments: files)
  func theVerdictIsWhatTheSourceSays(_ one: CorpusFile) throws {
    try checkVerdict(of: one, by: .baton)
  }

  /// Programs of interfaces of their own, each in a folder of the interface's name.
  static let contractFiles = ["lean", "machines", "qdisc"].flatMap {
    CorpusFile.all(in: "contracts/\($0)", endingIn: [".c", ".swift"])
  }

  @Test(arguments: contractFiles)
  func theVerdictByAnInterfaceOfItsOwnIsWhatTheSourceSays(_ one: CorpusFile) throws {
    let name = one.folder.split(separator: "/").last ?? ""
    let types = try SamplePrograms.interfaceTypes(of: "\(one.folder)/\(name).h")
    try checkVerdict(of: one, by: Interface(types: types))
  }

  /// What is said in full stands in a file beside the sources, which one reviews like these.
  @Test(arguments: ["lean", "netstack"])
  func theReportsAreThoseOfTheFile(_ name: String) throws {
    let path = "Tests/Corpus/contracts/\(name)"
    let interface =
      name == "netstack"
      ? .baton : try Interface(types: SamplePrograms.interfaceTypes(of: "\(path)/\(name).h"))
    let folder = "\(SamplePrograms.root)/\(path)"
    var reports = ""
    for one in CorpusFile.all(in: "contracts/\(name)", endingIn: [".c", ".swift"]) {
      let image = try SamplePrograms.image(of: one.path)
      let unit = try ProgramUnit(image: image, interface: interface)
      for verdict in Verifier(unit).verify() {
        guard let rejection = verdict.rejection else { continue }
        let name = image.functions[verdict.entry].name
        reports += "\(name): \(rejection.report(for: image))\n\n"
      }
    }
    for place in [folder, SamplePrograms.root] {
      reports = reports.replacing(place + "/", with: "")
    }
    let file = "\(folder)/reports.txt"
    let known = try? String(contentsOfFile: file, encoding: .utf8)
    if known != reports, ProcessInfo.processInfo.environment["BATON_WRITE_REPORTS"] != nil {
      try reports.write(toFile: file, atomically: true, encoding: .utf8)
      return
    }
    #expect(known == reports, "set BATON_WRITE_REPORTS, run this again, and look at what changed")
  }

  @Test(arguments: linuxFiles)
  func theVerdictByLinuxsInterfaceIsWhatTheSourceSays(_ one: CorpusFile) throws {
    try checkVerdict(of: one, by: .linux)
  }

  private func checkVerdict(of one: CorpusFile, by interface: Interface) throws {
    let image = try SamplePrograms.image(of: one.path)
    let unit = try ProgramUnit(image: image, interface: interface)
    let rejections = Verifier(unit).verify().compactMap(\.rejection)
    let expected = refusals(in: try one.text())
    #expect(rejections.count == expected.count, "\(rejections.map { $0.report(for: image) })")
    for (rejection, refusal) in zip(rejections, expected) {
      #expect(rejection.reason.contains(refusal.words), "\(rejection.report(for: image))")
      let line = image.line(at: rejection.slot)
      #expect(line.map { Int($0.line) } == refusal.line, "\(rejection.report(for: image))")
      #expect(line?.file.hasSuffix(one.name) == true)
    }
  }
}

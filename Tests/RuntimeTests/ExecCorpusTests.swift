import Bytecode
import Foundation
import ObjectFile
import Runtime
import SamplePrograms
import Testing
import Verifier

/// Bare programs as text, on both engines: what each returns, or why it is refused, stands in it.
@Suite struct ExecCorpusTests {
  static let files = CorpusFile.all(in: "exec", endingIn: [".s"])

  /// What a case says of itself, after `# NAME: `.
  private func value(_ name: String, in text: String) -> String? {
    let mark = "# \(name):"
    return text.split(separator: "\n").first { $0.hasPrefix(mark) }
      .map { $0.dropFirst(mark.count).trimmingCharacters(in: .whitespaces) }
  }

  private func octets(_ hex: String) -> [UInt8] {
    var rest = Substring(hex)
    var octets: [UInt8] = []
    while !rest.isEmpty {
      octets.append(UInt8(rest.prefix(2), radix: 16)!)
      rest = rest.dropFirst(2)
    }
    return octets
  }

  @Test func theCorpusIsThere() { #expect(Self.files.count >= 16) }

  @Test(arguments: files, EngineKind.allCases)
  func theProgramDoesWhatItSays(_ one: CorpusFile, _ engine: EngineKind) throws {
    let text = try one.text()
    var memory = octets(value("memory", in: text) ?? "")
    let image = try ProgramImage(bare: try Assembler.assemble(text), section: "exec")
    let unit = try ProgramUnit(image: image, interface: .baton)
    let verified: VerifiedUnit
    do {
      verified = try VerifiedUnit.verifying(
        unit, limits: VerifierLimits(memoryByteCount: memory.count))
    } catch {
      let reports = error.verdicts.compactMap { $0.rejection?.report(for: image) }
      let words = try #require(value("refused", in: text), "\(reports)")
      #expect(reports.contains { $0.contains(words) }, "\(reports)")
      return
    }
    let expected = try #require(value("result", in: text), "it was accepted")
    let loaded = try LoadedUnit(verified, engine: engine, workerCount: 1, seed: 0)
    #expect(loaded.engineKind == engine)
    let run = try TestRun(loaded)
    // Twice: nothing of the first run is left over.
    for _ in 0..<2 {
      #expect(String(run.call(0, on: &memory), radix: 16) == expected)
    }
  }
}

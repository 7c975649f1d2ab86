import Foundation
import PacketScripts
import Testing

/// Each file in `Tests/Corpus/packets` is a scenario of an RFC's section.
struct PacketScriptTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Corpus/packets")

  static let files =
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?
    .filter { $0.hasSuffix(".script") }.sorted() ?? []

  /// Also where a data path takes its packets through the stack step by step.
  @Test(arguments: files, [false, true])
  func hostDoesWhatTheScriptSays(_ file: String, _ bySteps: Bool) throws {
    let text = try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)
    do {
      let script = try PacketScript(parsing: text, name: file)
      for family in script.families {
        try ScriptRunner.run(script, over: family, bySteps: bySteps)
      }
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test
  func thereAreScripts() { #expect(Self.files.count >= 80) }

  /// Scripts that a host can't do right: each is refused, at the line that is wrong.
  @Test(arguments: [
    ("+0 nonsense", 1, "can't be read"),
    ("option nonsense 1", 1, "no such option"),
    ("+0 listen\n+0 < S 0:0(0) win 1000\n+0 quiet", 3, "nothing was to be sent"),
    ("+0 listen\n+0 < S 0:0(0) win 1000\n+0 > S. 0:0(0) ack 2", 3, "ack 1"),
    ("+0 listen\n+0 < S 0:0(0) win 1000\n+.5 > S. 0:0(0) ack 1", 3, "got at 0.0"),
    ("+0 listen\n+0 > S 0:0(0)", 2, "got nothing"),
    ("+0 listen\n+0 accept", 2, "nothing to accept"),
    ("+0 < frame peer > host echo 5", 1, "can't be read"),
    ("+0 < frame peer > host echo 5 6\n+0 quiet", 2, "nothing was to be sent"),
    ("+0 < frame peer > host none\n+0 > frame IP6", 2, "got nothing"),
    ("+0 < frame peer > host hop 255 ns host lladdr\n+0 > frame IP6", 2, "neighbor advertisement"),
  ])
  func wrongScriptsFail(_ text: String, _ line: Int, _ words: String) throws {
    do {
      try ScriptRunner.run(PacketScript(parsing: text, name: "script"), over: .v6)
      Issue.record("it passes")
    } catch {
      #expect(error.line == line)
      #expect("\(error)".contains(words), "\(error)")
    }
  }
}

import Foundation
import Runtime
import SamplePrograms
import Testing
import TraceChecking

/// `trace` beside a running instance.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct TraceCommandTests {
  @Test(arguments: EngineKind.allCases)
  func aRecordingIsAFileThatOthersShow(_ engine: EngineKind) throws {
    let instance = try LiveInstance(engine)
    let path = instance.folder.path("trace.json")
    let ending = try baton(
      "trace", "--seconds", "0.3", "--output", path, "--instance", instance.socket, "--json")
    #expect(ending.status == 0, "\(ending)")
    let summary = try #require(
      try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any])
    let counts = try #require(summary["events"] as? [String: Int])
    #expect(summary["lost"] as? Int == 0 && summary["workers"] as? Int == 2)
    for kind in ["suspend", "stash", "resume", "migrate"] {
      #expect((counts[kind] ?? 0) > 100, "\(kind): \(counts)")
    }
    let check = TraceCheck(try Data(contentsOf: URL(filePath: path)))
    #expect(check.complaints == [])
    #expect(check.names["wander"] == counts["resume"])
    #expect((check.names["nap"] ?? 0) + (check.names["cross"] ?? 0) == counts["suspend"])
    // Whoever crosses does so from one worker to the other, and whoever naps stays.
    #expect(check.crossingCount > 100 && check.crossingCount == summary["crossings"] as? Int)
    #expect(abs(2 * check.crossingCount - check.arrowCount) < 2 * LiveInstance.coroutineCount)
    // The instance is as it was: it can be traced again.
    let again = try baton(
      "trace", "--seconds", "0.05", "--output", path, "--instance", instance.socket)
    #expect(again.status == 0 && again.output.contains("none were lost"), "\(again)")
  }

  @Test func oneTracesAtATimeAndMayBeInterrupted() throws {
    let instance = try LiveInstance(.jit)
    let first = try BatonProcess([
      "trace", "--seconds", "60", "--output", instance.folder.path("first.json"), "--instance",
      instance.socket,
    ])
    #expect(first.says("recording"))
    let second = try baton(
      "trace", "--output", instance.folder.path("second.json"), "--instance", instance.socket)
    #expect(second.status == 2 && second.message.contains("already"), "\(second)")
    // Others see the instance meanwhile.
    #expect(try baton("map", "list", "--instance", instance.socket).status == 0)
    first.send(SIGINT)
    let ending = first.waitForEnd()
    #expect(ending.status == 0, "\(ending)")
    let file = try Data(contentsOf: URL(filePath: instance.folder.path("first.json")))
    #expect(TraceCheck(file).complaints == [])
  }

  /// A command that is killed takes its session along.
  @Test func whoIsKilledTracesNoMore() throws {
    let instance = try LiveInstance(.jit)
    let path = instance.folder.path("trace.json")
    let killed = try BatonProcess([
      "trace", "--seconds", "60", "--output", path, "--instance", instance.socket,
    ])
    #expect(killed.says("recording"))
    killed.send(SIGKILL)
    _ = killed.waitForEnd()
    var ending: Ending?
    for _ in 0..<50 where ending?.status != 0 {
      ending = try baton(
        "trace", "--seconds", "0.01", "--output", path, "--instance", instance.socket)
      usleep(20_000)
    }
    #expect(ending?.status == 0)
  }

  @Test func whatIsWrongIsSaid() throws {
    let folder = try Folder()
    let missing = folder.path("nobody.sock")
    let file = folder.path("trace.json")
    for words in [
      ["--instance", missing, "--output", file], ["--instance", missing, "--seconds", "0"],
      ["--instance", missing, "--events", "0"],
      ["--instance", missing, "--output", folder.path("no/such/folder")],
    ] {
      let ending = try BatonProcess(["trace"] + words).waitForEnd()
      #expect(ending.status == 2 && !ending.message.isEmpty, "\(words): \(ending)")
    }
  }
}

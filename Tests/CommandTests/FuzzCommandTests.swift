import Foundation
import SamplePrograms
import Testing

/// `baton fuzz verifier`: what it says, and how it ends.
@Suite struct FuzzCommandTests {
  private func json(_ arguments: [String]) throws -> (status: Int32, object: [String: Any]) {
    let ending = try BatonProcess(["fuzz", "verifier", "--json"] + arguments).waitForEnd()
    let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    return (ending.status, try #require(object as? [String: Any], "\(ending)"))
  }

  @Test func nothingIsFoundInASoundVerifier() throws {
    let (status, object) = try json(["--programs", "300", "--seed", "5"])
    #expect(status == 0, "\(object)")
    #expect(object["seed"] as? Int == 5 && object["programs"] as? Int == 300)
    let accepted = try #require(object["accepted"] as? Int)
    let refused = try #require(object["refused"] as? Int)
    #expect(accepted > 0 && refused > 0 && accepted + refused == 300)
    #expect(object["finding"] == nil)
    // The same seed makes the same programs; how far they run may depend on addresses, which they see.
    var again = try json(["--programs", "300", "--seed", "5"]).object
    for count in ["instructions", "reachedPerCent"] { again[count] = object[count] }
    #expect(NSDictionary(dictionary: object).isEqual(to: again))
  }

  @Test func theSeedIsPrinted() throws {
    let ending = try BatonProcess(["fuzz", "verifier", "--programs", "10"]).waitForEnd()
    #expect(ending.status == 0 && ending.output.hasPrefix("seed "), "\(ending)")
    #expect(ending.output.contains("no finding"))
    // No terminal, so no progress.
    #expect(ending.errors.isEmpty)
  }

  @Test func aPlantedBugIsFoundAndWritten() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "baton-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (status, object) = try json([
      "--programs", "2000", "--seed", "1", "--plant", "link-delta-ignored", "--output", folder.path,
    ])
    #expect(status == 1)
    let finding = try #require(object["finding"] as? [String: Any], "\(object)")
    #expect(finding["kind"] as? String == "not embedded" && finding["slot"] is Int)
    let file = try #require(finding["file"] as? String)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains("# role: ") && text.contains("# input: packet "))
    #expect(text.contains("not embedded"))
  }

  @Test(arguments: [
    (["--seconds", "0"], "--seconds takes more than 0"),
    (["--programs", "0"], "--programs takes 1 or more"),
    (
      [
        "--programs", "2000", "--seed", "1", "--plant", "link-delta-ignored", "--output",
        "/no/where",
      ],
      "/no/where"
    ),
  ])
  func badInputIsNamed(_ arguments: [String], _ words: String) throws {
    let ending = try BatonProcess(["fuzz", "verifier"] + arguments).waitForEnd()
    #expect(ending.status == 2 && ending.message.contains(words), "\(ending)")
  }
}

/// `baton fuzz coroutines`.
@Suite(.enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct FuzzCoroutinesCommandTests {
  private func json(_ arguments: [String]) throws -> (status: Int32, object: [String: Any]) {
    let ending = try BatonProcess(["fuzz", "coroutines", "--json"] + arguments).waitForEnd()
    let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    return (ending.status, try #require(object as? [String: Any], "\(ending)"))
  }

  @Test func nothingIsFoundInASoundRunTime() throws {
    let (status, object) = try json(["--programs", "6", "--seed", "5"])
    #expect(status == 0 && object["finding"] == nil, "\(object)")
    #expect(object["seed"] as? Int == 5 && object["programs"] as? Int == 6)
    #expect(try #require(object["suspensions"] as? Int) > 0)
    let again = try json(["--programs", "6", "--seed", "5"]).object
    #expect(NSDictionary(dictionary: object).isEqual(to: again))
  }

  /// What is printed says what went wrong, where, and how to see it again.
  @Test func aPlantedMistakeIsFoundAndSeenAgain() throws {
    let (status, object) = try json(["--seed", "1", "--programs", "50", "--plant", "handle-lost"])
    #expect(status == 1, "\(object)")
    let finding = try #require(object["finding"] as? [String: Any], "\(object)")
    let program = try #require(finding["program"] as? String)
    #expect(program.contains("co_await") || program.contains("safe point"))
    let replay = try #require(finding["replay"] as? String).split(separator: " ").map(String.init)
    let ending = try BatonProcess(Array(replay.dropFirst())).waitForEnd()
    #expect(ending.status == 1, "\(ending)")
    #expect(ending.output.contains("finding: ") && ending.output.contains("again: baton fuzz"))
    // No terminal, so no progress.
    #expect(ending.errors.isEmpty)
  }

  @Test(arguments: [
    (["--seconds", "0"], "--seconds takes more than 0"),
    (["--programs", "0"], "--programs takes 1 or more"),
    (["--real", "--plant", "handle-lost"], "--plant goes without --real"),
  ])
  func badInputIsNamed(_ arguments: [String], _ words: String) throws {
    let ending = try BatonProcess(["fuzz", "coroutines"] + arguments).waitForEnd()
    #expect(ending.status == 2 && ending.message.contains(words), "\(ending)")
  }
}

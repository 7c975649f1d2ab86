import Foundation
import SamplePrograms
import Testing

/// `baton replace` as a user sees it.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct ReplaceCommandTests {
  private let source = "\(SamplePrograms.root)/Tests/Corpus/runtime/wanderers.c"

  @Test func coroutinesFinishUnlessTheyAreToBeDestroyed() throws {
    let instance = try LiveInstance(.jit)
    let count = LiveInstance.coroutineCount
    // They wander for ever, so none of them ends by itself.
    let first = try baton("replace", source, "--instance", instance.socket)
    #expect(first.status == 0, "\(first.errors)")
    #expect(
      first.output
        == "version 1 has taken over; \(count) coroutines of earlier versions have not ended\n")
    let second = try baton(
      "replace", source, "--suspended", "destroy", "--wait", "--json", "--instance",
      instance.socket)
    #expect(second.status == 0, "\(second.errors)")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(second.output.utf8)) as? [String: Any])
    #expect(report["version"] as? Int == 2 && report["destroyed"] as? Int == count)
    #expect(report["suspended"] as? Int == 0)
  }

  @Test func whatIsRefusedChangesNothing() throws {
    let instance = try LiveInstance(.jit)
    let folder = try Folder()
    let path = folder.path("refused.c")
    try "#include \"baton.h\"\nSEC(\"datapath\") int f(struct xdp_md *ctx) { return *(int *)8; }\n"
      .write(toFile: path, atomically: false, encoding: .utf8)
    let refused = try baton("replace", path, "--instance", instance.socket)
    #expect(refused.status == 1 && !refused.message.isEmpty, "\(refused.errors)")
    let other = try baton(
      "replace", "\(SamplePrograms.root)/Programs/udp_echo.c", "--instance", instance.socket)
    #expect(
      other.status == 1 && other.errors.contains("suspended coroutines are to finish"),
      "\(other.errors)")
    let missing = try baton("replace", folder.path("missing.o"), "--instance", instance.socket)
    #expect(missing.status == 2)
    #expect(instance.version == 0)
  }

  @Test func noInstanceIsBadInput() throws {
    let folder = try Folder()
    let result = try baton("replace", source, "--instance", folder.path("nobody.sock"))
    #expect(result.status == 2 && result.errors.contains("no instance answers"))
  }
}

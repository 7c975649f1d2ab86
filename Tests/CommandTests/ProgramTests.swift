import Foundation
import Testing

/// Verifying programs, and running them where nobody is at the other end.
@Suite struct ProgramTests {
  /// Reads the packet without having looked how long it is.
  private static let unchecked = """
    __program("datapath") int hasty(struct xdp_md *ctx) { return *(u8 *)(long)ctx->data; }
    """

  @Test func verifyTellsAcceptedFromRefused() throws {
    let echo = try EchoObject()
    let accepted = try baton("verify", echo.path)
    #expect(accepted.status == 0)
    #expect(accepted.output.contains("datapath echo: accepted"))
    let refused = try baton("verify", try echo.compile(Self.unchecked))
    #expect(refused.status == 1)
    #expect(refused.output.contains("datapath hasty: refused: "))
    #expect(try baton("verify", echo.folder.path("missing.o")).status == 2)
    #expect(try baton("verify", echo.path, "--program", "nobody").status == 2)
  }

  @Test func aRefusedProgramDoesNotRun() throws {
    let echo = try EchoObject()
    let object = try echo.compile(Self.unchecked)
    let ending = try baton("run", object, "--device", "memory", "--seconds", "5")
    #expect(ending.status == 1)
    #expect(ending.errors.contains("\(object): refused\nhasty: "), "\(ending.errors)")
    #expect(ending.errors.contains("other.c:2"), "the report names the line: \(ending.errors)")
  }

  @Test(arguments: ["jit", "interpreter"])
  func aRunOnTheMemoryDeviceIdlesAndEnds(_ engine: String) throws {
    let echo = try EchoObject()
    let ending = try baton(
      "run", echo.path, "--device", "memory", "--seconds", "0.2", "--workers", "2", "--engine",
      engine)
    #expect(ending.status == 0)
    #expect(ending.errors.contains("nobody is at the other end"))
    #expect(ending.errors.contains("memory, queue 0; memory, queue 1; engine: \(engine)"))
    #expect(ending.output.contains("all coroutines are gone; all 4096 chunks are back"))
    #expect(ending.output.contains("stopped by time"))
    #expect(ending.output.contains("droppedTransmitFull  0"))
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func signalsEndARunInGoodOrder(_ signal: Int32) throws {
    let echo = try EchoObject()
    let process = try BatonProcess(["run", echo.path, "--device", "memory", "--json"])
    #expect(process.says("serving"))
    process.send(signal)
    let ending = process.waitForEnd()
    #expect(ending.status == 0 && !ending.isSignal)
    let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    let report = try #require(object as? [String: Any])
    #expect(report["stoppedBy"] as? String == (signal == SIGINT ? "SIGINT" : "SIGTERM"))
    #expect(report["isClean"] as? Bool == true)
    #expect(report["coroutinesLeft"] as? Int == 0)
    #expect((report["workers"] as? [String: Int])?["received"] == 0)
  }

  @Test func aSourceIsBuiltFirst() throws {
    let echo = try EchoObject()
    let ending = try baton("run", echo.source, "--device", "memory", "--seconds", "0.1")
    #expect(ending.status == 0, "\(ending.errors)")
    let folder = try Folder()
    let broken = try folder.write(Array("int x = ;\n".utf8), to: "broken.c")
    let refused = try baton("run", broken, "--device", "memory")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("broken.c:1"), "\(refused.errors)")
  }

  @Test func theDemoRunsOnTheMemoryDevice() throws {
    let ending = try baton("demo", "--seconds", "0.2")
    #expect(ending.status == 0, "\(ending.errors)")
    for word in [
      "one at a time", "256 on their way", "TCP, kv, GET, 64 connections", "p99.9",
      "every answer was right, all coroutines are gone, all packets are back",
    ] {
      #expect(ending.output.contains(word), "\(ending.output)")
    }
  }

  /// Counted in a process of its own, whose allocations all go through a library that counts.
  @Test func aHostAllocatesNothingForARequest() throws {
    let ending = try baton("bench", "network", "--part", "allocations", "--json")
    #expect(ending.status == 0, "\(ending.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    let rows = try #require((object as? [String: Any])?["rows"] as? [[String: Any]])
    #expect(rows.count == 1 && rows[0]["value"] as? Double == 0, "\(ending.output)")
  }
}

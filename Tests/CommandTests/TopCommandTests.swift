import Foundation
import Runtime
import SamplePrograms
import Testing

/// `top` beside a running instance.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct TopCommandTests {
  @Test(arguments: EngineKind.allCases)
  func oneLookShowsWhatGoesOn(_ engine: EngineKind) throws {
    let instance = try LiveInstance(engine)
    let ending = try baton(
      "top", "--once", "--json", "--seconds", "0.5", "--instance", instance.socket)
    #expect(ending.status == 0, "\(ending)")
    let look = try #require(
      try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any])
    #expect(try #require(look["seconds"] as? Double) >= 0.5)
    let workers = try #require(look["workers"] as? [[String: Any]])
    #expect(workers.compactMap { $0["coroutines"] as? Int } == [32, 32])
    for worker in workers {
      #expect(try #require(worker["turnsPerSecond"] as? Double) > 100)
      #expect((0...1).contains(try #require(worker["busyShare"] as? Double)))
      #expect(worker["packetsPerSecond"] as? Double == 0)
    }
    let queues = try #require(look["queues"] as? [[String: Any]])
    #expect(queues.compactMap { $0["queue"] as? String } == ["nap", "cross"])
    // Whoever runs, or is on its way, waits nowhere.
    let depth = queues.reduce(0) { $0 + ($1["depth"] as? Int ?? 0) }
    #expect((1...LiveInstance.coroutineCount).contains(depth))
    for queue in queues {
      #expect(try #require(queue["wentOnPerSecond"] as? Double) > 1000, "\(queue)")
      #expect(queue["refused"] as? Int == 0 && queue["destroyed"] as? Int == 0)
    }
    // A nap takes half a millisecond at least.
    #expect(try #require(queues[0]["meanNanoseconds"] as? Double) > 400_000)
    let oldest = try #require(look["oldest"] as? [[String: Any]])
    let ages = oldest.compactMap { $0["nanoseconds"] as? Int }
    #expect(
      !ages.isEmpty && ages == ages.sorted(by: >) && oldest[0]["program"] as? String == "wander")
  }

  /// For people: on no terminal without colours, until the instance ends.
  @Test func looksFollowEachOther() throws {
    let instance = try LiveInstance(.jit)
    let top = try BatonProcess(["top", "--seconds", "0.05", "--instance", instance.socket])
    usleep(600_000)
    instance.stop()
    let ending = top.waitForEnd()
    #expect(ending.status == 1 && ending.message.contains("has ended"), "\(ending)")
    #expect(ending.output.components(separatedBy: "WORKERS").count > 3)
    #expect(!ending.output.contains("\u{1b}"))
    for word in ["64 coroutines", "QUEUES", "nap", "cross", "PROGRAMS", "LONGEST WAITS"] {
      #expect(ending.output.contains(word), "\(word): \(ending.output)")
    }
  }

  @Test func aStopSignalEndsIt() throws {
    let instance = try LiveInstance(.jit)
    let top = try BatonProcess(["top", "--instance", instance.socket])
    usleep(200_000)
    top.send(SIGINT)
    #expect(top.waitForEnd().status == 0)
  }

  /// Over `run`, as users have it.
  @Test func aRunningInstanceIsSeen() throws {
    let echo = try EchoObject()
    let socket = echo.folder.path("control.sock")
    let instance = try BatonProcess([
      "run", echo.path, "--device", "memory", "--seconds", "60", "--control", socket, "--json",
    ])
    #expect(instance.says("serving memory"))
    let ending = try baton("top", "--once", "--seconds", "0.1", "--instance", socket)
    #expect(ending.status == 0 && ending.output.contains("0 coroutines"), "\(ending)")
    instance.send(SIGINT)
    let last = instance.waitForEnd()
    #expect(last.status == 0)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(last.output.utf8)) as? [String: Any])
    let waits = try #require(report["waits"] as? [[String: Any]])
    #expect(!waits.isEmpty && waits.allSatisfy { $0["handedOver"] as? Int == 0 })
    #expect(try baton("top", "--once", "--instance", socket).status == 2)
    #expect(try baton("top", "--seconds", "0", "--instance", socket).status == 2)
  }
}

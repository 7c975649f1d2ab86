import Devices
import Runtime
import SamplePrograms
import Testing

/// The echo behind a fault injector: programs, workers and worlds know nothing of it.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct FaultyDeviceTests {
  private func instance(
    _ plan: String, _ engine: EngineKind, in world: WorldKind, workerCount: Int = 1
  ) throws -> Instance {
    let unit = try Programs.load("Programs/udp_echo.c", engine: engine, workerCount: workerCount)
    return try Instance(
      unit, in: world, workerCount: workerCount, seed: 3, faults: try FaultPlan(parsing: plan))
  }

  /// A packet's delay is an event like a sleeper's end: idle virtual time jumps there, and not beyond.
  @Test(arguments: EngineKind.allCases) func idleVirtualTimeJumpsToDelayedPackets(
    _ engine: EngineKind
  ) throws {
    let instance = try instance("in.delay=30ms,out.delay=20ms", engine, in: .virtual)
    let runtime = try #require(instance.virtualRuntime)
    for number in UInt64(0)..<20 {
      #expect(instance.peers[0].offer(Datagram(number: number, seed: 1).request))
    }
    var times: [UInt64] = []
    for _ in 0..<5_000 where times.count < 20 {
      instance.advance(turns: 1)
      instance.peers[0].collect { _ in times.append(runtime.world.now) }
    }
    #expect(times.count == 20, "time did not jump")
    #expect(times.allSatisfy { 50_000_000..<51_000_000 ~= $0 }, "\(times)")
    instance.expectBalanceAfterShutDown()
  }

  /// Whatever is lost, doubled or late: each packet ends once, and all memory comes home, from any moment on.
  @Test(arguments: WorldKind.allCases, [0, 20]) func nothingLeaksBehindFaults(
    _ world: WorldKind, _ answersAwaited: Int
  ) throws {
    let plan = "loss=10%,dup=20%,corrupt=5%,reorder=20%,delay=200us±100us,rate=1Gbit,limit=32"
    let instance = try instance(plan, .jit, in: world, workerCount: 2)
    for number in UInt64(0)..<400 {
      _ = instance.peers[Int(number % 2)].offer(Datagram(number: number, seed: 1).request)
      instance.advance(turns: 8)
    }
    var answers = 0
    let isEnough = instance.advance {
      for peer in instance.peers { peer.collect { _ in answers += 1 } }
      return answers >= answersAwaited
    }
    #expect(isEnough, "\(answers) answers")
    instance.expectBalanceAfterShutDown()
  }

  /// The same seed is the same run, packet by packet and nanosecond by nanosecond.
  @Test func aSeedReplaysTheVirtualWorld() throws {
    func run(_ seed: Int) throws -> [String] {
      let instance = try instance(
        "loss=20%,dup=20%,reorder=30%,delay=50us±50us,seed=\(seed)", .interpreter, in: .virtual)
      let runtime = try #require(instance.virtualRuntime)
      var log: [String] = []
      for number in UInt64(0)..<60 {
        #expect(instance.peers[0].offer(Datagram(number: number, seed: 1).request))
        instance.advance(turns: 20)
        instance.peers[0].collect { log.append("\(runtime.world.now) \(Datagram.number(in: $0)!)") }
      }
      instance.expectBalanceAfterShutDown()
      return log
    }
    let first = try run(7)
    #expect(!first.isEmpty)
    #expect(try run(7) == first)
    #expect(try run(8) != first)
  }
}

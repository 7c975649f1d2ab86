import NetStack
import Runtime
import SamplePrograms
import Testing

/// Who has a socket locked has its stack, also where what it does ends somebody else who has a socket of it.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct SocketLockTests {
  private static let connectionCount = 8

  @Test(arguments: EngineKind.allCases, WorldKind.allCases)
  func whoIsDestroyedUnderALockGivesItsSocketBack(
    _ engine: EngineKind, _ world: WorldKind
  ) throws {
    let unit = try Programs.load(
      "Tests/Corpus/runtime/socket_of_another.c", engine: engine, workerCount: 2)
    let service = (name: NetworkConfiguration.programService, port: UInt16(7))
    let instance = try Instance(
      unit, in: world, workerCount: 2,
      network: NetworkConfiguration(host: HostTests.host(1), services: [service]))
    let client = DeviceHost(
      HostTests.host(2), queue: try instance.farQueue(of: 0), at: instance.now)
    client.flush(at: instance.now)
    for _ in 0..<Self.connectionCount {
      _ = try client.stack.connect(to: HostTests.serverAddress, port: 7, at: instance.now)
    }
    let isDone = instance.advance {
      client.poll(at: instance.now)
      return instance.counters.destroyed >= UInt64(Self.connectionCount - 1)
    }
    #expect(isDone)
    instance.shutDown()
    #expect(instance.frameCount == 0)
  }
}

import NetStack
import PacketScripts
import Runtime
import SamplePrograms
import Testing
import Wire

/// Programs look at what can be read from a socket where it lies.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct SocketDataTests {
  /// Requests of eight octets, which segments cut anywhere: the server copies those that lie in two packets, and no others.
  @Test(arguments: Setting.all)
  func requestsAreReadInPlace(_ one: Setting) throws {
    let unit = try Programs.load(
      "Tests/Corpus/runtime/adding.\(one.language)", engine: one.engine, workerCount: 1)
    let service = (name: NetworkConfiguration.programService, port: UInt16(7))
    let instance = try Instance(
      unit, in: one.world, workerCount: 1,
      network: NetworkConfiguration(host: HostTests.host(1), services: [service]))
    let client = DeviceHost(
      HostTests.host(2), queue: try instance.farQueue(of: 0), at: instance.now)
    for address in [HostTests.serverAddress, HostTests.serverAddress6] {
      let socket = try client.stack.connect(to: address, port: 7, at: instance.now)
      let answer = try Self.talk(instance, client, socket, Self.requests)
      #expect(answer == Self.sums, "\(address)")
      client.stack.put(socket, at: instance.now)
      client.flush(at: instance.now)
    }
    instance.shutDown()
    let (inPlace, copied) = (try Self.count(of: 0, unit), try Self.count(of: 1, unit))
    #expect(inPlace + copied == 2 * UInt64(Self.count))
    #expect(copied > 0 && copied < inPlace / 10, "\(inPlace) in place, \(copied) copied")
    #expect(instance.chunkCounts(of: 0).held == 0)
  }

  private static func count(of kind: UInt8, _ unit: LoadedUnit) throws -> UInt64 {
    let value = try #require(unit.map(named: "counts")?.value(forKey: [kind, 0, 0, 0]))
    return value.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static let count = 3000
  private static let requests = (0..<UInt32(count)).flatMap { octets($0) + octets($0 &* 1_000_003) }
  private static let sums = (0..<UInt32(count)).flatMap { octets($0 &+ $0 &* 1_000_003) }

  private static func octets(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// Sends octets, and reads as many as all answers have.
  private static func talk(
    _ instance: Instance, _ client: DeviceHost, _ socket: SocketReference, _ octets: [UInt8]
  ) throws -> [UInt8] {
    var exchange = Exchange(octets, by: socket)
    var hasBegun = false
    let isDone = instance.advance {
      if socket.value.connection.state == .established {
        // Few at first, so that others are cut by the ends of segments.
        exchange.advance(&client.stack, limit: hasBegun ? .max : 3, at: instance.now)
        hasBegun = true
      }
      client.poll(at: instance.now)
      return exchange.answer.count >= sums.count
    }
    #expect(isDone)
    return exchange.answer
  }
}

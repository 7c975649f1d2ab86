import NetStack
import PacketScripts
import Runtime
import SamplePrograms
import SeededNumbers
import Testing
import Wire

/// Hosts of two workers, whose packets a device spreads over their queues as it likes.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct SpreadQueuesTests {
  /// A client's host behind a device with several queues, that decides for each frame by which one it comes in.
  final class Client {
    let host: TestHost
    private let instance: Instance
    private let peers: [Peer]
    private let queue: ([UInt8]) -> Int

    init(_ instance: Instance, queue: @escaping ([UInt8]) -> Int) throws {
      self.instance = instance
      self.queue = queue
      host = TestHost(HostTests.host(2), at: instance.now)
      peers = try (0..<instance.workerCount).map { Peer(queue: try instance.farQueue(of: $0)) }
    }

    func poll() {
      let now = instance.now
      for peer in peers {
        peer.collect { span in
          let octets = (0..<span.count).map { span[$0] }
          if let packet = host.packets.take(octets) { host.receive(packet, at: now) }
        }
      }
      host.stack.fire(at: now)
      for frame in host.takeFrames(at: now) { _ = peers[queue(frame)].offer(frame) }
    }

    /// Sends octets by several connections at once, and reads as many; what came back by each.
    func exchange(
      _ octets: [UInt8], with address: IPAddress, connectionCount: Int
    ) throws -> [[UInt8]] {
      var exchanges = try (0..<connectionCount).map { _ in
        Exchange(octets, by: try host.stack.connect(to: address, port: 7, at: instance.now))
      }
      let isDone = instance.advance {
        for index in exchanges.indices {
          exchanges[index].advance(&host.stack, at: instance.now)
        }
        poll()
        return exchanges.allSatisfy { $0.answer.count >= octets.count }
          || exchanges.contains { $0.socket.value.connection.state == .closed }
      }
      #expect(isDone)
      for exchange in exchanges { host.stack.put(exchange.socket, at: instance.now) }
      poll()
      return exchanges.map(\.answer)
    }
  }

  private static func instance(_ program: String, _ one: Setting) throws -> Instance {
    let unit = try Programs.load(
      "Programs/\(program).\(one.language)", engine: one.engine, workerCount: 2)
    return try Instance(
      unit, in: one.world, workerCount: 2,
      network: NetworkConfiguration(host: HostTests.host(1), services: [("echo", 7)]))
  }

  private static func end(_ instance: Instance) {
    instance.shutDown()
    #expect(instance.frameCount == 0)
    for worker in 0..<2 {
      let counts = instance.chunkCounts(of: worker)
      #expect(counts.held == 0, "\(counts)")
    }
  }

  /// Packets of each connection come by either queue, as it happens.
  @Test(arguments: ["network", "lean"], Setting.all)
  func segmentsReachTheirConnection(_ program: String, _ one: Setting) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    let instance = try Self.instance(program, one)
    var generator = SeededGenerator(seed: seed)
    let client = try Client(instance) { _ in Int.random(in: 0..<2, using: &generator) }
    let octets = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 3) }
    for address in [HostTests.serverAddress, HostTests.serverAddress6] {
      let answers = try client.exchange(octets, with: address, connectionCount: 4)
      let areEqual = answers.allSatisfy { $0 == octets }
      #expect(areEqual, "seed \(seed), \(address): \(answers.map(\.count))")
    }
    #expect(client.host.stack.counters.opened == 8, "seed \(seed)")
    Self.end(instance)
  }

  /// Connections are one worker's, and what neighbours say comes to the other one.
  @Test(arguments: ["network", "lean"], Setting.all)
  func neighborsAreKnownToAll(_ program: String, _ one: Setting) throws {
    let instance = try Self.instance(program, one)
    let client = try Client(instance) { frame in
      // TCP's number, in the header of either version.
      frame[12...13] == [0x08, 0x00] && frame[23] == 6
        || frame[12...13] == [0x86, 0xdd] && frame[20] == 6 ? 1 : 0
    }
    let octets = (0..<2_000).map { UInt8(truncatingIfNeeded: $0) }
    for address in [HostTests.serverAddress, HostTests.serverAddress6] {
      let answers = try client.exchange(octets, with: address, connectionCount: 1)
      #expect(answers == [octets], "\(address)")
    }
    Self.end(instance)
  }
}

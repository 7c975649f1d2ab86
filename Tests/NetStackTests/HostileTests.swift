import NetStack
import PacketScripts
import Testing
import Wire

/// Hostile input: whatever others send, connections that are there go on nearly as before, in virtual time, and memory stays
/// bounded.
struct HostileTests {
  enum Attack: CaseIterable {
    case resets, acknowledgments, synchronizations, fragments, garbage, mutations, tinySegments
    case outOfOrder, overlapping, neverReads, aByteASecond, errors

    /// Whether it needs connections of its own.
    var usesConnections: Bool {
      [.tinySegments, .outOfOrder, .overlapping, .neverReads, .aByteASecond].contains(self)
    }
  }

  static let blockLimit = 4096
  static let heldLimit = 128

  /// How long established connections take for the same transfer, in virtual nanoseconds.
  static func duration(_ attack: Attack?, seed: UInt64) throws -> UInt64 {
    let network = TestNetwork(path: Path(delay: 200_000, octetsPerSecond: 125_000_000), seed: seed)
    var configuration = TestNetwork.configuration(1)
    (configuration.blockLimit, configuration.heldPacketLimit) = (blockLimit, heldLimit)
    configuration.socketLimit = 256
    let server = network.addHost(configuration, packetCount: 4096)
    let service = try HostTests.EchoService(network, server, port: 7, backlog: 64)
    let client = network.addHost()
    let attacker = Attacker(network, configuration, seed: seed)
    let octets = TransferTests.octets(400_000, seed: seed)
    attacker.prepare(attack)
    network.run(until: network.now + 200_000_000) { service.serve() }
    let victim = client.stack.configuration.address
    // Before there is anybody else it may take what it can get.
    for round in 0..<8000 where attack?.usesConnections ?? false {
      attacker.attack(attack, victim, round: round)
      if round % 40 == 0 { network.run(until: network.now + 5_000_000) { service.serve() } }
    }
    let sockets = try (0..<3).map { _ in
      try client.stack.connect(to: configuration.address, port: 7, at: network.now)
    }
    var (begin, end, rounds, mostBlocks) = (nil as UInt64?, 0 as UInt64, 0, 0)
    try HostTests.exchange(network, client, sockets, octets, "\(attack as Any), seed \(seed)") {
      service.serve()
      mostBlocks = max(mostBlocks, server.stack.blockCount)
      let states = sockets.map { $0.value.connection.state }
      guard !states.contains(.synSent), states.contains(.established), rounds < 20_000 else {
        return
      }
      begin = begin ?? network.now
      end = network.now
      for _ in 0..<4 {
        rounds += 1
        attacker.attack(attack, victim, round: 8000 + rounds)
      }
    }
    #expect(attack == nil || rounds > 1000)
    #expect(mostBlocks <= blockLimit)
    #expect(server.stack.keptPacketCount <= heldLimit + 64)
    #expect(server.hasAllPackets)
    return end - (try #require(begin))
  }

  @Test(arguments: Attack.allCases)
  func connectionsGoOn(_ attack: Attack) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    let (alone, attacked) = (
      try Self.duration(nil, seed: seed), try Self.duration(attack, seed: seed)
    )
    #expect(
      Double(alone) >= 0.9 * Double(attacked),
      "\(attack), seed \(seed): \(attacked / 1000) µs instead of \(alone / 1000)")
  }

  /// Frames that are like real ones, and others: none traps, and none is lost.
  @Test(arguments: 0..<20)
  func anyFrames(_ number: Int) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    let network = TestNetwork(path: Path(loss: 1, delay: 100_000), seed: seed)
    let server = network.addHost()
    let service = try HostTests.EchoService(network, server)
    let client = network.addHost()
    let attacker = Attacker(network, server.stack.configuration, seed: seed)
    let octets = TransferTests.octets(50_000, seed: seed)
    let family: ScriptFamily = number % 2 == 0 ? .v4 : .v6
    let socket = try client.stack.connect(to: server.address(family), port: 7, at: network.now)
    var (written, rounds) = (0, 0)
    network.run(until: network.now + 100_000_000_000) {
      service.serve()
      if socket.value.connection.canWrite {
        written += client.stack.write(octets.span.extracting(written...), to: socket)
      }
      var buffer = [UInt8](repeating: 0, count: 4096)
      var span = buffer.mutableSpan
      _ = client.stack.read(socket, into: &span)
      client.stack.flush(socket, at: network.now)
      rounds += 1
      if rounds < 500 { attacker.mutate(attacker.seen, changes: 4) }
      if rounds == 600 { client.stack.abort(socket, at: network.now) }
    }
    client.stack.put(socket, at: network.now)
    for host in [client, server] { _ = host.takeFrames(at: network.now) }
    #expect(client.hasAllPackets && server.hasAllPackets, "seed \(seed)")
  }
}

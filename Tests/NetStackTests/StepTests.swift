import NetStack
import PacketScripts
import SeededNumbers
import Testing
import Wire

/// The steps that programs take by themselves, in whatever order they may.
struct StepTests {
  /// Takes a host's packets step by step, and queues those that its connections have acknowledged late and in any order.
  final class StepTaker {
    private let host: TestHost
    private var generator: SeededGenerator
    private var waiting: [(packet: PacketReference, socket: SocketReference)] = []
    /// Loses the next packet that is to be queued.
    var losesNext = false
    private(set) var lateCount = 0

    init(_ host: TestHost, seed: UInt64) {
      self.host = host
      generator = SeededGenerator(seed: seed)
      host.taker = { [unowned self] packet, now in take(packet, at: now) }
    }

    private func take(_ packet: PacketReference, at now: UInt64) {
      do throws(NetworkStack.StepError) {
        guard let socket = try host.lookUp(packet, at: now) else { throw .otherSocket }
        receive(packet, socket, at: now)
      } catch {
        host.stack.receive(packet, at: now)
      }
    }

    private func receive(_ packet: PacketReference, _ socket: SocketReference, at now: UInt64) {
      do throws(NetworkStack.StepError) {
        try host.stack.receiveSegment(packet, at: now)
        waiting.append((packet, socket))
      } catch {
        #expect(error == .done || error == .malformed)
        host.packets.put(packet)
        host.stack.putReference(socket)
      }
      host.stack.finishSteps(socket, at: now)
    }

    /// Queues some of what waits; all of it once that is much, or nothing else happens.
    func queueSome(of network: TestNetwork) {
      let now = network.now
      waiting.shuffle(using: &generator)
      let count =
        waiting.count > 20 || network.isAtRest
        ? waiting.count : Int.random(in: 0...waiting.count, using: &generator)
      lateCount += waiting.count - count
      for _ in 0..<count {
        let (packet, socket) = waiting.removeLast()
        if losesNext {
          losesNext = false
          host.stack.lose(packet, at: now)
        } else {
          host.stack.queueSegment(packet, at: socket)
        }
        host.stack.finishSteps(socket, at: now)
        host.stack.putReference(socket)
      }
    }

    var isEmpty: Bool { waiting.isEmpty }
  }

  @Test
  func whatIsQueuedLateAndInAnyOrderIsReadInOrder() throws {
    let lateCount = try (0..<30).reduce(0) { sum, _ in
      sum + (try Self.lateCount(seed: UInt64.random(in: 0...UInt64.max)))
    }
    #expect(lateCount > 30)
  }

  /// Has octets come back by connections whose packets are queued late; how many waited.
  private static func lateCount(seed: UInt64) throws -> Int {
    var generator = SeededGenerator(seed: seed)
    let path = Path(
      loss: [0, 5].randomElement(using: &generator)!,
      duplication: [0, 10].randomElement(using: &generator)!,
      reordering: [0, 30].randomElement(using: &generator)!, delay: 100_000)
    let network = TestNetwork(path: path, seed: seed)
    let (server, client) = (network.addHost(), network.addHost())
    let takers = [StepTaker(server, seed: seed), StepTaker(client, seed: ~seed)]
    let service = try HostTests.EchoService(network, server)
    let octets = TransferTests.octets(Int.random(in: 0...60_000, using: &generator), seed: seed)
    let sockets = try (0..<Int.random(in: 1...3, using: &generator)).map { _ in
      try client.stack.connect(to: server.stack.configuration.address, port: 7, at: network.now)
    }
    try HostTests.exchange(network, client, sockets, octets, "seed \(seed)") {
      // What is queued is served in the same step: the network may be at rest after that.
      for taker in takers { taker.queueSome(of: network) }
      service.serve()
    }
    #expect(client.hasAllPackets && server.hasAllPackets, "seed \(seed)")
    // The server's listener is left.
    for host in [client, server] { while host.stack.takeReady() != nil {} }
    #expect(client.stack.socketCount == 0 && server.stack.socketCount == 1, "seed \(seed)")
    return takers.reduce(0) { $0 + $1.lateCount }
  }

  /// What was acknowledged and is lost can't be sent again: the connection ends.
  @Test func aLostPacketEndsItsConnection() throws {
    let network = TestNetwork()
    let (server, client) = (network.addHost(), network.addHost())
    let taker = StepTaker(server, seed: 1)
    let service = try HostTests.EchoService(network, server)
    let socket = try client.stack.connect(
      to: server.stack.configuration.address, port: 7, at: network.now)
    taker.losesNext = true
    let octets = [UInt8](repeating: 7, count: 100)
    var written = false
    network.run(until: network.now + 100_000_000_000) {
      if !written { written = client.stack.write(octets.span, to: socket) == 100 }
      client.stack.flush(socket, at: network.now)
      taker.queueSome(of: network)
      service.serve()
    }
    #expect(written && socket.value.connection.end == .reset)
    client.stack.put(socket, at: network.now)
    #expect(client.hasAllPackets && server.hasAllPackets)
    while server.stack.takeReady() != nil {}
    #expect(server.stack.socketCount == 1)
  }

  /// Segments and datagrams of both versions, with extension headers and damage: what a host says to them is the same, step by
  /// step and in one.
  @Test(arguments: 0..<20)
  func theStepsSayWhatTheFullWaySays(_ number: Int) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var peer = AnyPeer(TestNetwork.configuration(1), seed: seed)
    let hosts = try (0..<2).map { _ in try Self.listeningHost() }
    hosts[1].takesSteps()
    for round in 0..<400 {
      let now = UInt64(1_000_000_000 + round * 3_000_000)
      let frame = peer.frame()
      var sent: [[[UInt8]]] = []
      for host in hosts {
        host.stack.fire(at: now)
        if let packet = host.packets.take(frame) { host.receive(packet, at: now) }
        sent.append(host.takeFrames(at: now))
      }
      #expect(sent[0] == sent[1], "seed \(seed), round \(round): \(frame)")
      guard sent[0] == sent[1] else { return }
      for frame in sent[0] { peer.hear(frame) }
    }
    #expect(hosts[1].steppedCount > 100, "seed \(seed)")
    #expect(hosts[0].stack.counters.opened == hosts[1].stack.counters.opened)
    #expect(hosts[0].stack.counters.opened > 1, "seed \(seed)")
  }

  /// Datagrams of both versions, with extension headers and damage: a program may take what the stack gives to who has bound the
  /// port, and nothing else.
  @Test(arguments: 0..<20)
  func programsTakeTheDatagramsThatTheStackTakes(_ number: Int) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var peer = AnyPeer(TestNetwork.configuration(1), seed: seed)
    let host = try Self.listeningHost()
    var (takenCount, refusedCount) = (0, 0)
    for round in 0..<400 {
      let now = UInt64(1_000_000_000 + round * 3_000_000)
      let frame = peer.frame()
      guard let packet = host.packets.take(frame) else { continue }
      let taken = Self.takeDatagram(packet, host)
      packet.stage = .raw
      host.receive(packet, at: now)
      let datagram = host.stack.takeDatagram(port: 9)
      let isTheStacks = datagram != nil
      for frame in host.takeFrames(at: now) { peer.hear(frame) }
      // Fragments are put together by the stack alone.
      guard let taken else { continue }
      #expect(taken == isTheStacks, "seed \(seed), round \(round): \(frame)")
      if taken { takenCount += 1 } else { refusedCount += 1 }
    }
    #expect(takenCount > 5 && refusedCount > 5, "seed \(seed): \(takenCount), \(refusedCount)")
  }

  /// Whether a program may take a packet as a datagram for port 9; nil where it is a fragment.
  private static func takeDatagram(_ packet: PacketReference, _ host: TestHost) -> Bool? {
    let configuration = host.stack.configuration
    do throws(NetworkStack.StepError) {
      let version: IPVersion = packet.offset(of: .v6) == nil ? .v4 : .v6
      try NetworkStack.takeDatagram(packet, version, for: configuration)
      try NetworkStack.takeUDP(packet, for: configuration)
    } catch {
      return error == .notSimple ? nil : false
    }
    let offset = packet.transportOffset(of: IPProtocol.udp, byteCount: UDPHeader.byteCount)
    return offset.map { offset in packet.withFrame { $0.uint16(at: offset + 2) } } == 9
  }

  private static func listeningHost() throws -> TestHost {
    let host = TestHost(TestNetwork.configuration(1), at: 1_000_000_000)
    host.refill()
    _ = try host.stack.listen(port: 7)
    try host.stack.bindDatagrams(port: 9)
    return host
  }
}

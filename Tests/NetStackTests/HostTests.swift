import NetStack
import PacketScripts
import SeededNumbers
import Testing
import Wire

/// Two hosts and a link.
struct HostTests {
  /// A client that sends octets, and a server that answers each with itself.
  final class EchoService {
    let network: TestNetwork
    let server: TestHost
    let listener: SocketReference
    private var connections: [SocketReference] = []
    private(set) var echoed = 0

    init(_ network: TestNetwork, _ server: TestHost, port: UInt16 = 7, backlog: Int = 4096) throws {
      self.network = network
      self.server = server
      listener = try server.stack.listen(port: port, backlog: backlog)
    }

    func serve() {
      while let socket = server.stack.accept(listener) { connections.append(socket) }
      for socket in connections { serve(socket) }
      connections.removeAll { socket in
        guard
          socket.value.connection.state == .closed
            || (socket.isAtEnd && socket.readableCount == 0)
        else { return false }
        server.stack.put(socket, at: network.now)
        return true
      }
    }

    private func serve(_ socket: SocketReference) {
      while socket.readableCount > 0 {
        let octets = server.stack.peek(socket) { span in (0..<span.count).map { span[$0] } } ?? []
        let count = server.stack.write(octets.span, to: socket)
        guard count > 0 else { break }
        server.stack.consume(count, of: socket)
        echoed += count
      }
      server.stack.flush(socket, at: network.now)
    }
  }

  static func transfer(
    _ count: Int, path: Path, seed: UInt64, clientCount: Int = 1, over family: ScriptFamily
  ) throws {
    let network = TestNetwork(path: path, seed: seed)
    let (server, client) = (network.addHost(), network.addHost())
    let service = try EchoService(network, server)
    let octets = TransferTests.octets(count, seed: seed)
    let sockets = try (0..<clientCount).map { _ in
      try client.stack.connect(to: server.address(family), port: 7, at: network.now)
    }
    try exchange(network, client, sockets, octets, "seed \(seed), \(family)") { service.serve() }
    #expect(client.hasAllPackets && server.hasAllPackets)
    #expect(client.stack.keptPacketCount == 0 && server.stack.keptPacketCount == 0)
  }

  /// Sends octets through each socket to who sends them back, reads them, and closes.
  static func exchange(
    _ network: TestNetwork, _ client: TestHost, _ sockets: [SocketReference], _ octets: [UInt8],
    _ context: String, serve: () -> Void
  ) throws {
    var written = Array(repeating: 0, count: sockets.count)
    var got = Array(repeating: [UInt8](), count: sockets.count)
    network.run(until: network.now + 36_000_000_000_000) {
      serve()
      for (index, socket) in sockets.enumerated() {
        written[index] += client.stack.write(octets.span.extracting(written[index]...), to: socket)
        while socket.readableCount > 0 {
          var buffer = [UInt8](repeating: 0, count: 4096)
          var span = buffer.mutableSpan
          let read = client.stack.read(socket, into: &span)
          got[index] += buffer.prefix(read)
        }
        if got[index].count == octets.count, socket.value.connection.state == .established {
          client.stack.close(socket, abandoning: false, at: network.now)
        }
        client.stack.flush(socket, at: network.now)
      }
    }
    let allGot = got.allSatisfy { $0 == octets }
    #expect(allGot, "\(context): \(got.map(\.count)) of \(octets.count)")
    for socket in sockets {
      #expect(socket.value.connection.end == .finished, "\(context)")
      client.stack.put(socket, at: network.now)
    }
  }

  @Test(arguments: ScriptFamily.allCases)
  func echo(_ family: ScriptFamily) throws {
    try Self.transfer(200_000, path: Path(), seed: 3, over: family)
  }

  @Test(arguments: 0..<30)
  func echoOverBadPaths(_ number: Int) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    let path = Path(
      loss: [0, 1, 5].randomElement(using: &generator)!,
      duplication: [0, 10].randomElement(using: &generator)!,
      reordering: [0, 30].randomElement(using: &generator)!,
      delay: [10_000, 5_000_000].randomElement(using: &generator)!)
    try Self.transfer(
      Int.random(in: 0...100_000, using: &generator), path: path, seed: seed,
      clientCount: Int.random(in: 1...5, using: &generator),
      over: number % 2 == 0 ? .v4 : .v6)
  }

  @Test
  func pings() throws {
    let network = TestNetwork()
    let host = network.addHost()
    var answers: [String] = []
    network.passes = { _, octets in
      answers.append("\(octets.withSpan { FrameSummary($0) })")
      return true
    }
    let (mine, theirs) = (IPv4Address(10, 0, 0, 99), host.stack.configuration.address)
    var frame: [UInt8] = []
    EthernetHeader(
      destination: host.stack.configuration.hardwareAddress,
      source: MACAddress(bits: 0x0200_0000_0063),
      etherType: EthernetHeader.EtherType.ipv4
    ).append(to: &frame)
    let body = TransferTests.octets(33, seed: 1)
    IPv4Header(
      payloadByteCount: 8 + body.count, protocolNumber: IPProtocol.icmp, source: mine,
      destination: theirs
    ).append(to: &frame)
    ICMPMessage.echoRequest(ICMPEcho(identifier: 5, sequenceNumber: 6)).header
      .append(to: &frame, body: body.span)
    network.inject(frame)
    network.run()
    #expect(answers.count == 1)
    #expect(answers.first?.contains("echo reply") == true, "\(answers)")
  }

  @Test
  func whoDoesNotListenRefuses() throws {
    let network = TestNetwork()
    let (server, client) = (network.addHost(), network.addHost())
    let socket = try client.stack.connect(
      to: server.stack.configuration.address, port: 9, at: network.now)
    network.run()
    #expect(socket.value.connection.end == .refused)
    #expect(server.stack.counters.resetsSent == 1)
    client.stack.put(socket, at: network.now)
  }

  @Test
  func whoDoesNotAnswerIsGivenUp() throws {
    let network = TestNetwork()
    let client = network.addHost()
    let socket = try client.stack.connect(to: IPv4Address(10, 0, 0, 200), port: 9, at: network.now)
    network.run()
    #expect(socket.value.connection.end == .timedOut)
    client.stack.put(socket, at: network.now)
    #expect(client.hasAllPackets && client.stack.keptPacketCount == 0)
  }
}

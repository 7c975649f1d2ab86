import NetStack
import PacketScripts
import Testing
import Wire

/// Whom a host believes to be where.
struct NeighborTests {
  /// What comes by way of a gateway may bear any source: it does not move a neighbour there (RFC 1122 §2.3.2.1 lets hosts learn
  /// from what they hear, but not this).
  @Test
  func forwardedDatagramsMoveNobody() throws {
    for knowsVictim in [false, true] {
      let network = TestNetwork()
      var configuration = TestNetwork.configuration(1)
      configuration.gateway = IPv4Address(10, 0, 0, 99)
      let server = network.addHost(configuration)
      let listener = try server.stack.listen(port: 7)
      let victim = network.addHost()
      if knowsVictim {
        let socket = try victim.stack.connect(to: configuration.address, port: 7, at: network.now)
        network.run(until: network.now + 1_000_000_000)
        victim.stack.put(socket, at: network.now)
      }
      // The gateway forwards a SYN with the victim's address.
      let header = TCPHeader(
        sourcePort: 9, destinationPort: 7, sequenceNumber: 1, flags: .synchronize, window: 1)
      network.inject(
        TestFrame.tcp(header, from: victim.address(.v4), to: configuration))
      network.run(until: network.now + 10_000_000)
      // The victim itself still gets what is for it.
      var arrived: [MACAddress] = []
      network.passes = { from, octets in
        if from == 0, let ethernet = try? EthernetHeader(parsing: octets.span),
          ethernet.etherType == EthernetHeader.EtherType.ipv4
        {
          arrived.append(ethernet.destination)
        }
        return true
      }
      let socket = try victim.stack.connect(to: configuration.address, port: 7, at: network.now)
      network.run(until: network.now + 1_000_000_000)
      #expect(socket.value.connection.state == .established)
      #expect(arrived.allSatisfy { $0 == victim.stack.configuration.hardwareAddress })
      victim.stack.put(socket, at: network.now)
      server.stack.put(listener, at: network.now)
    }
  }

  /// What goes to one host and comes to all on the link is not answered (RFC 1122 §3.3.6).
  @Test
  func broadcastFramesAreNotAnswered() throws {
    let network = TestNetwork()
    let server = network.addHost()
    let listener = try server.stack.listen(port: 7)
    let header = TCPHeader(
      sourcePort: 9, destinationPort: 7, sequenceNumber: 1, flags: .synchronize, window: 1)
    var frame = TestFrame.tcp(
      header, from: IPAddress(IPv4Address(10, 0, 0, 50)), to: server.stack.configuration)
    frame.replaceSubrange(0..<6, with: repeatElement(0xff, count: 6))
    network.inject(frame)
    network.run()
    #expect(server.stack.counters.notForUs == 1)
    #expect(server.stack.socketCount == 1)
    server.stack.put(listener, at: network.now)
  }

  /// A sum leaves no counter out.
  @Test
  func countersAreSummedUp() {
    var ones = StackCounters()
    // Nothing but numbers of eight octets.
    unsafe withUnsafeMutableBytes(of: &ones) { octets in
      for offset in stride(from: 0, to: octets.count, by: 8) {
        unsafe octets.storeBytes(of: 1, toByteOffset: offset, as: UInt64.self)
      }
    }
    let values = Mirror(reflecting: ones + ones).children.map { $0.value as? UInt64 }
    #expect(values.count == MemoryLayout<StackCounters>.size / 8)
    #expect(values.allSatisfy { $0 == 2 })
  }

  /// Of what goes to all on the link, only datagrams of UDP are taken, and who sends as if he were all of them is not believed
  /// (RFC 1122 §3.2.1.3, §3.2.2.6).
  @Test
  func whatGoesToAllIsNotAnswered() throws {
    let network = TestNetwork()
    let server = network.addHost()
    try server.stack.bindDatagrams(port: 7)
    var all = server.stack.configuration
    all.hardwareAddress = .broadcast
    all.address = IPv4Address(10, 0, 0, 255)
    let peer = IPAddress(IPv4Address(10, 0, 0, 50))
    var echo: [UInt8] = []
    ICMPMessage.echoRequest(ICMPEcho(identifier: 1, sequenceNumber: 1)).header
      .append(to: &echo, body: [UInt8]().span)
    network.inject(TestFrame.ip(echo, protocolNumber: IPProtocol.icmp, from: peer, to: all))
    let header = TCPHeader(
      sourcePort: 9, destinationPort: 7, sequenceNumber: 1, flags: .synchronize, window: 1)
    network.inject(TestFrame.tcp(header, from: peer, to: all))
    network.run()
    #expect(server.stack.counters.notForUs == 2)
    let everybody = IPAddress(IPv4Address(10, 0, 0, 255))
    network.inject(TestFrame.tcp(header, from: everybody, to: server.stack.configuration))
    network.run()
    #expect(server.stack.counters.malformed == 1)
    #expect(server.stack.counters.sent == 0)
  }

  /// A listener that goes while it is among those that have something for their users takes nobody else along.
  @Test
  func aListenerThatGoesLeavesOthersReady() throws {
    let network = TestNetwork()
    let (server, client) = (network.addHost(), network.addHost())
    let listeners = try (7...9 as ClosedRange<UInt16>).map { try server.stack.listen(port: $0) }
    let sockets = try (7...9 as ClosedRange<UInt16>).map {
      try client.stack.connect(to: server.stack.configuration.address, port: $0, at: network.now)
    }
    network.run(until: network.now + 1_000_000_000)
    server.stack.put(listeners[0], at: network.now)
    var ready: [SocketReference] = []
    while let socket = server.stack.takeReady() { ready.append(socket) }
    #expect(ready.contains(listeners[1]) && ready.contains(listeners[2]))
    #expect(!ready.contains(listeners[0]))
    for socket in sockets { client.stack.put(socket, at: network.now) }
    for listener in listeners[1...] { server.stack.put(listener, at: network.now) }
    network.run(until: network.now + 200_000_000_000)
    #expect(server.stack.socketCount == 0)
  }
}

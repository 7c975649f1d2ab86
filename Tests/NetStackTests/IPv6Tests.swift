import NetStack
import PacketScripts
import Testing
import Wire

/// What IPv6 has beside what the packet scripts say of it.
struct IPv6Tests {
  private static func talk(
    _ network: TestNetwork, _ client: TestHost, to address: IPv6Address, _ context: String,
    serve: () -> Void
  ) throws -> Int {
    let socket = try client.stack.connect(to: IPAddress(address), port: 7, at: network.now)
    var size = 0
    try HostTests.exchange(
      network, client, [socket], TransferTests.octets(20_000, seed: 1), context
    ) {
      size = max(size, socket.value.connection.segmentSize)
      serve()
    }
    return size
  }

  /// Segments fill packets, also where a host has nothing but its address for the link.
  @Test
  func connectionsOnTheLink() throws {
    let network = TestNetwork()
    var configuration = TestNetwork.configuration(1)
    (configuration.address, configuration.v6) = (.any, IPv6Configuration(address: nil))
    let server = network.addHost(configuration)
    let service = try HostTests.EchoService(network, server)
    let client = network.addHost()
    let size = try Self.talk(network, client, to: configuration.linkLocal, "link") {
      service.serve()
    }
    #expect(size == 1440)
    // It has no other address, so that nobody else can be reached.
    #expect(throws: NetworkStack.SocketError.noWay(client.address(.v6))) {
      try server.stack.connect(to: client.address(.v6), port: 1, at: network.now)
    }
    #expect(throws: NetworkStack.SocketError.noWay(client.address(.v4))) {
      try server.stack.connect(to: client.address(.v4), port: 1, at: network.now)
    }
  }

  /// What is not on the link goes to the gateway, which alone is asked for.
  @Test
  func connectionsThroughAGateway() throws {
    let network = TestNetwork()
    let router = IPv6Address(linkLocal: TestFrame.hardware)
    let hosts = (1...2 as ClosedRange<UInt64>).map { number in
      var configuration = TestNetwork.configuration(Int(number))
      configuration.v6 = IPv6Configuration(
        address: IPv6Address(high: 0xfd00 << 48 | number, low: number), gateway: router)
      return network.addHost(configuration)
    }
    network.addHost(
      HostConfiguration(
        hardwareAddress: TestFrame.hardware, address: .any, v6: IPv6Configuration(address: nil),
        secret: (3, 4)))
    let service = try HostTests.EchoService(network, hosts[1])
    var forwarded = 0
    network.passes = { from, octets in
      #expect(from == 2 || Self.solicitation(octets).map { $0 == router } ?? true)
      guard from < 2, octets.prefix(6).elementsEqual(TestFrame.hardware.octets) else { return true }
      // What is for the router itself stays there.
      let target = hosts[1 - from].stack.configuration
      guard octets[38..<54].elementsEqual(Self.octets(of: target.address(.v6))) else { return true }
      forwarded += 1
      network.inject(target.hardwareAddress.octets + TestFrame.hardware.octets + octets[12...])
      return false
    }
    let size = try Self.talk(
      network, hosts[0], to: hosts[1].address(.v6).v6, "by way of a gateway"
    ) { service.serve() }
    #expect(size == 1440 && forwarded > 20)
  }

  private static func octets(of address: IPAddress) -> [UInt8] {
    (0..<16).map { UInt8(truncatingIfNeeded: address.v6.bits >> UInt128(120 - 8 * $0)) }
  }

  private static func solicitation(_ frame: [UInt8]) -> IPv6Address? {
    guard frame.count >= 78, frame[20] == IPProtocol.icmpv6,
      let message = try? NeighborMessage(parsing: frame.span.extracting(54...)),
      case .neighborSolicitation(let target) = message.body
    else { return nil }
    return target
  }

  /// However many are refused, few are told (RFC 4443 §2.4 (f)); and however many neighbours say that they are there, or are to
  /// be asked for, little is kept.
  @Test
  func floodsAreBounded() throws {
    let network = TestNetwork()
    let host = network.addHost()
    let configuration = host.stack.configuration
    for number in 0..<5000 as Range<UInt64> {
      let source = IPAddress(IPv6Address(high: 0xfd00 << 48, low: 0x1_0000 + number))
      var datagram: [UInt8] = []
      UDPHeader(sourcePort: 1, destinationPort: 9, payloadByteCount: 0).append(
        to: &datagram, payload: [UInt8]().span, from: source, to: configuration.address(.v6))
      network.inject(
        TestFrame.ip(datagram, protocolNumber: IPProtocol.udp, from: source, to: configuration))
      if number % 50 == 0 { network.run(until: network.now + 5_000_000) }
      #expect(host.stack.keptPacketCount <= 64)
    }
    network.run()
    #expect((100...200).contains(host.stack.counters.errorsSent))
    #expect(host.hasAllPackets && host.stack.keptPacketCount == 0)
  }
}

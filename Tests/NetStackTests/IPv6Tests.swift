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
    (configuration.address, configuration.v6) = (
      .any, IPv6Configuration(address: nil, reportsGroups: false)
    )
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
        address: IPv6Address(high: 0xfd00 << 48 | number, low: number), gateway: router,
        reportsGroups: false)
      return network.addHost(configuration)
    }
    network.addHost(
      HostConfiguration(
        hardwareAddress: TestFrame.hardware, address: .any,
        v6: IPv6Configuration(address: nil, reportsGroups: false),
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

  /// Who says that it has the host's address changes nothing, and is counted.
  @Test
  func conflictsAreCounted() {
    let network = TestNetwork()
    let host = network.addHost()
    let configuration = host.stack.configuration
    var arp: [UInt8] = []
    EthernetHeader(
      destination: .broadcast, source: TestFrame.hardware, etherType: EthernetHeader.EtherType.arp
    ).append(to: &arp)
    ARPPacket(
      operation: .reply, senderHardware: TestFrame.hardware, sender: configuration.address,
      target: configuration.address
    ).append(to: &arp)
    let own = configuration.address(.v6).v6
    let message = NeighborMessage(
      .neighborAdvertisement(target: own, flags: .override),
      options: NeighborOptions(targetLinkAddress: TestFrame.hardware))
    var advertisement: [UInt8] = []
    EthernetHeader(
      destination: MACAddress(multicast: IPv6Address.allNodes), source: TestFrame.hardware,
      etherType: EthernetHeader.EtherType.ipv6
    ).append(to: &advertisement)
    let source = IPv6Address(linkLocal: TestFrame.hardware)
    IPv6Header(
      payloadByteCount: message.byteCount, nextHeader: IPProtocol.icmpv6,
      hopLimit: NeighborMessage.hopLimit, source: source, destination: .allNodes
    ).append(to: &advertisement)
    message.append(to: &advertisement, from: source, to: .allNodes)
    for frame in [arp, advertisement] { network.inject(frame) }
    network.run()
    #expect(host.stack.counters.addressConflicts == 2)
    #expect(host.stack.counters.sent == 0)
  }

  /// An IPv6 packet from an address that stands for an IPv4 one is not from there (RFC 4291 §2.5.5.2).
  @Test
  func mappedAddressesAreRefused() throws {
    let network = TestNetwork()
    let host = network.addHost()
    let listener = try host.stack.listen(port: 7)
    let source = IPv4Address(10, 0, 0, 99)
    let header = TCPHeader(
      sourcePort: 9, destinationPort: 7, sequenceNumber: 1, flags: .synchronize, window: 1)
    let own = host.address(.v6)
    var segment: [UInt8] = []
    header.append(to: &segment, payload: [UInt8]().span, from: IPAddress(source), to: own)
    var frame: [UInt8] = []
    EthernetHeader(
      destination: host.stack.configuration.hardwareAddress, source: TestFrame.hardware,
      etherType: EthernetHeader.EtherType.ipv6
    ).append(to: &frame)
    IPv6Header(
      payloadByteCount: segment.count, nextHeader: IPProtocol.tcp,
      source: IPAddress(source).v6, destination: own.v6
    ).append(to: &frame)
    network.inject(frame + segment)
    network.run()
    #expect(host.stack.counters.malformed == 1 && host.stack.counters.sent == 0)
    #expect(host.stack.socketCount == 1)
    host.stack.put(listener, at: network.now)
  }

  /// What the first fragment says that a datagram is counts, not what others say (RFC 8200 §4.5).
  @Test
  func firstFragmentsSayWhatItIs() throws {
    let network = TestNetwork()
    let host = network.addHost()
    let configuration = host.stack.configuration
    let source = IPAddress(IPv6Address(high: 0xfd00 << 48, low: 0x63))
    network.inject(TestFrame.solicitation(from: source.v6, for: configuration))
    network.run()
    var message: [UInt8] = []
    ICMPv6Message.echoRequest(ICMPEcho(identifier: 1, sequenceNumber: 2)).header.append(
      to: &message, body: TransferTests.octets(8, seed: 1).span, from: source.v6,
      to: configuration.address(.v6).v6)
    for (range, number) in [(0..<8, IPProtocol.icmpv6), (8..<16, 99)] as [(Range<Int>, UInt8)] {
      var payload: [UInt8] = []
      IPv6FragmentHeader(
        nextHeader: number, identification: 1, byteOffset: range.lowerBound,
        hasMore: range.lowerBound == 0
      ).append(to: &payload)
      payload += message[range]
      network.inject(
        TestFrame.ip(
          payload, protocolNumber: IPProtocol.fragment, from: source, to: configuration))
    }
    network.run()
    // The advertisement, and the reply.
    #expect(host.stack.counters.reassembled == 1 && host.stack.counters.sent == 2)
    #expect(host.stack.counters.errorsSent == 0)
  }

  /// However many say that they are neighbours, who has answered the host is not forgotten for them (RFC 6583 §7).
  @Test
  func floodsOfNeighborsDisplaceNobodyKnown() throws {
    let network = TestNetwork()
    let (host, friend) = (network.addHost(), network.addHost())
    let configuration = host.stack.configuration
    try friend.stack.bindDatagrams(port: 9)
    let sends = {
      host.stack.sendDatagram(
        [UInt8]().span, from: 9, to: friend.address(.v6), port: 9, at: network.now)
    }
    #expect(sends())
    network.run()
    for number in 0..<3000 as Range<UInt64> {
      let source = IPv6Address(high: 0xfd00 << 48, low: 0x1_0000 + number)
      network.inject(TestFrame.solicitation(from: source, for: configuration))
      if number % 100 == 0 { network.run(until: network.now + 2_000_000) }
    }
    network.run(until: network.now + 2_000_000)
    // The friend's place is known: nothing is asked, and one frame is sent.
    let before = host.stack.counters.sent
    #expect(sends())
    network.run(until: network.now + 2_000_000)
    #expect(host.stack.counters.sent == before + 1)
    #expect(friend.stack.waitingDatagramCount == 2)
    #expect(host.stack.keptPacketCount == 0)
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

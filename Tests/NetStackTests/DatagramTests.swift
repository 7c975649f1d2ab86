import NetStack
import PacketScripts
import Testing
import Wire

/// UDP between two hosts (RFC 768).
struct DatagramTests {
  /// What fits a packet, and what fits a chunk, in fragments.
  private static func longest(_ family: ScriptFamily) -> (whole: Int, inFragments: Int) {
    let chunk = 2048 - 256 - 14
    return family == .v4 ? (1500 - 28, chunk - 28) : (1500 - 48, chunk - 48)
  }

  @Test(arguments: ScriptFamily.allCases)
  func datagramsGoThereAndBack(_ family: ScriptFamily) throws {
    let network = TestNetwork()
    let (server, client) = (network.addHost(), network.addHost())
    try server.stack.bindDatagrams(port: 53)
    try client.stack.bindDatagrams(port: 1000)
    let (there, back) = (server.address(family), client.address(family))
    let (whole, longest) = Self.longest(family)
    for count in [0, 1, 500, whole, whole + 1, longest] {
      let octets = TransferTests.octets(count, seed: 9)
      let isSent = client.stack.sendDatagram(
        octets.span, from: 1000, to: there, port: 53, at: network.now)
      #expect(isSent)
      network.run()
      let taken = server.stack.takeDatagram(port: 53)
      let got = try #require(taken)
      let isRight = got.octets == octets
      #expect(isRight && got.source == back && got.local == there && got.port == 1000, "\(count)")
      server.stack.sendDatagram(
        got.octets.span, from: 53, to: got.source, port: got.port, at: network.now)
      network.run()
      let isBack = client.stack.takeDatagram(port: 1000)?.octets == octets
      #expect(isBack, "\(count)")
    }
    for host in [server, client] {
      #expect(host.stack.counters.fragmented == 2 && host.stack.counters.reassembled == 2)
    }
    let long = [UInt8](repeating: 0, count: longest + 1)
    let isSent = client.stack.sendDatagram(
      long.span, from: 1, to: there, port: 53, at: network.now)
    #expect(!isSent)
    for host in [server, client] { _ = host.takeFrames(at: network.now) }
    #expect(server.hasAllPackets && client.hasAllPackets)
  }

  /// What answers datagrams sees each where it lies, and says what goes back.
  @Test(arguments: ScriptFamily.allCases)
  func datagramsAreAnswered(_ family: ScriptFamily) throws {
    let network = TestNetwork()
    let (server, client) = (network.addHost(), network.addHost())
    let longest = Self.longest(family).inFragments
    try server.stack.bindDatagrams(port: 53)
    try client.stack.bindDatagrams(port: 1000)
    /// What comes back for what was sent from a port: as many octets as the datagram's first two say.
    func answer(to count: Int, from port: UInt16) -> [UInt8]? {
      let request = [UInt8(count >> 8), UInt8(count & 0xff)]
      client.stack.sendDatagram(
        request.span, from: port, to: server.address(family), port: 53, at: network.now)
      network.run()
      let wasThere = server.stack.answerDatagram(port: 53, at: network.now) {
        octets, source, send in
        #expect(source == port)
        let isRight = octets.count == 2
        #expect(isRight)
        let answer = [UInt8](repeating: 7, count: Int(octets[0]) << 8 | Int(octets[1]))
        if !answer.isEmpty { send(answer.span) }
      }
      #expect(wasThere)
      network.run()
      return client.stack.takeDatagram(port: 1000)?.octets
    }
    for count in [1, 100, longest] {
      let isRight = answer(to: count, from: 1000) == [UInt8](repeating: 7, count: count)
      #expect(isRight, "\(count)")
    }
    #expect(answer(to: 0, from: 1000) == nil)
    #expect(server.stack.counters.datagramsTooLong == 0)
    #expect(answer(to: longest + 1, from: 1000) == nil)
    #expect(server.stack.counters.datagramsTooLong == 1)
    // Port 0 wants no answer.
    let sent = server.stack.counters.sent
    #expect(answer(to: 1, from: 0) == nil)
    #expect(server.stack.counters.sent == sent)
    let isLeft = server.stack.answerDatagram(port: 53, at: network.now) { _, _, _ in }
    #expect(!isLeft)
    for host in [server, client] { _ = host.takeFrames(at: network.now) }
    #expect(server.hasAllPackets && client.hasAllPackets)
  }

  /// What is for all on the link comes to all of them who listen, and they answer from their own addresses (RFC 919); who doesn't
  /// says nothing (RFC 1122 §3.2.2).
  @Test(arguments: [
    IPv4Address.broadcast, IPv4Address(10, 0, 0, 255),
  ])
  func datagramsComeToAllOnTheLink(_ all: IPv4Address) throws {
    let network = TestNetwork()
    let (client, servers, deaf) = (
      network.addHost(), [network.addHost(), network.addHost()], network.addHost()
    )
    for server in servers { try server.stack.bindDatagrams(port: 53) }
    try client.stack.bindDatagrams(port: 1000)
    let octets: [UInt8] = [1, 2, 3]
    let isSent = client.stack.sendDatagram(
      octets.span, from: 1000, to: IPAddress(all), port: 53, at: network.now)
    #expect(isSent)
    network.run()
    for server in servers {
      let wasThere = server.stack.answerDatagram(port: 53, at: network.now) { $2($0) }
      #expect(wasThere)
    }
    network.run()
    let answers = [client.stack.takeDatagram(port: 1000), client.stack.takeDatagram(port: 1000)]
    #expect(
      Set(answers.map { $0?.source }) == Set(servers.map { $0.address(.v4) })
        && answers.allSatisfy { $0?.octets == octets })
    #expect(deaf.stack.counters.noSocket == 1 && deaf.stack.counters.errorsSent == 0)
    #expect(throws: NetworkStack.SocketError.noWay(IPAddress(all))) {
      try client.stack.connect(to: all, port: 53, at: network.now)
    }
    for host in servers + [client, deaf] {
      _ = host.takeFrames(at: network.now)
      #expect(host.hasAllPackets)
    }
  }

  /// Of two addresses, the last one is a host's (RFC 3021).
  @Test(arguments: [31, 32])
  func smallNetworksHaveNoBroadcastAddress(_ prefixLength: Int) throws {
    let network = TestNetwork()
    let hosts = (2...3).map { number in
      var configuration = TestNetwork.configuration(number)
      configuration.prefixLength = prefixLength
      configuration.gateway = prefixLength == 32 ? IPv4Address(10, 0, 0, UInt8(5 - number)) : nil
      return network.addHost(configuration)
    }
    try hosts[1].stack.bindDatagrams(port: 53)
    let isSent = hosts[0].stack.sendDatagram(
      [UInt8]().span, from: 1000, to: hosts[1].address(.v4), port: 53, at: network.now)
    #expect(isSent)
    network.run()
    let source = hosts[1].stack.takeDatagram(port: 53)?.source
    #expect(source == hosts[0].address(.v4))
    let connection = try hosts[0].stack.connect(
      to: hosts[1].address(.v4), port: 54, at: network.now)
    hosts[0].stack.put(connection, at: network.now)
  }

  /// On the link a group of IPv4 has a place of its own, and what goes there passes no router (RFC 1112 §6).
  @Test
  func datagramsGoToGroups() throws {
    let network = TestNetwork()
    let client = network.addHost()
    var frames: [[UInt8]] = []
    network.passes = { _, frame in
      frames.append(frame)
      return true
    }
    for group in [IPv4Address(224, 0, 0, 251), IPv4Address(239, 129, 2, 3)] {
      let isSent = client.stack.sendDatagram(
        [UInt8]().span, from: 1000, to: IPAddress(group), port: 5353, at: network.now)
      #expect(isSent)
    }
    network.run()
    #expect(frames.count == 2)
    let places: [[UInt8]] = [[1, 0, 0x5e, 0, 0, 251], [1, 0, 0x5e, 1, 2, 3]]
    #expect(frames.map { Array($0[..<6]) } == places)
    for frame in frames {
      // Where IPv4's time to live stands.
      #expect(frame[22] == 1)
    }
  }

  @Test
  func rowsAreBoundedAndPortsAreTaken() throws {
    let network = TestNetwork()
    let (server, client) = (network.addHost(), network.addHost())
    try server.stack.bindDatagrams(port: 53, limit: 3)
    #expect(throws: NetworkStack.SocketError.portTaken(53)) {
      try server.stack.bindDatagrams(port: 53)
    }
    for number in 0..<5 as Range<UInt8> {
      let octets = [number]
      client.stack.sendDatagram(
        octets.span, from: 1, to: server.address(.v4), port: 53, at: network.now)
    }
    network.run()
    #expect(server.stack.counters.datagramsLost == 2)
    #expect(server.stack.keptPacketCount == 3)
    let first = server.stack.takeDatagram(port: 53)?.octets
    #expect(first == [0])
    server.stack.unbindDatagrams(port: 53)
    _ = server.takeFrames(at: network.now)
    #expect(server.stack.keptPacketCount == 0)
    #expect(server.hasAllPackets)
    // Nobody is there any more.
    let octets: [UInt8] = [1]
    client.stack.sendDatagram(
      octets.span, from: 1, to: server.address(.v4), port: 53, at: network.now)
    network.run()
    #expect(server.stack.counters.errorsSent == 1)
  }
}

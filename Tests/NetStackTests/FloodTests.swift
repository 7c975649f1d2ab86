import NetStack
import PacketScripts
import SeededNumbers
import Testing
import Wire

/// Floods of SYNs: what is not remembered costs nothing, and real clients come in (RFC 4987).
struct FloodTests {
  /// A SYN from anywhere.
  static func synchronization(
    to host: HostConfiguration, _ generator: inout SeededGenerator, options: TCPOptions
  ) -> [UInt8] {
    let source = IPv4Address(bits: UInt32.random(in: 0x0100_0000...0xdfff_ffff, using: &generator))
    let header = TCPHeader(
      sourcePort: UInt16.random(in: 1...65535, using: &generator), destinationPort: 7,
      sequenceNumber: UInt32.random(in: 0...UInt32.max, using: &generator), flags: .synchronize,
      window: 1024, options: options)
    return TestFrame.tcp(header, from: IPAddress(source), to: host)
  }

  static func flooded(gateway: IPv4Address?, prefixLength: Int) throws {
    let network = TestNetwork()
    var configuration = TestNetwork.configuration(1)
    (configuration.gateway, configuration.prefixLength) = (gateway, prefixLength)
    configuration.socketLimit = 600
    let server = network.addHost(configuration, packetCount: 256)
    let service = try HostTests.EchoService(network, server, port: 7, backlog: 256)
    if let gateway { network.addHost(TestNetwork.configuration(Int(gateway.bits & 0xff))) }
    var generator = SeededGenerator(seed: 5)
    let options = TCPOptions(maximumSegmentSize: 1460, isSACKPermitted: true)
    for number in 0..<100_000 {
      network.inject(
        synchronization(to: configuration, &generator, options: options))
      if number % 50 == 0 { network.run(until: network.now + 2_000_000) { service.serve() } }
    }
    #expect(server.stack.counters.cookiesSent > 90_000)
    #expect(server.stack.socketCount <= 257)
    #expect(server.hasAllPackets)
    // Meanwhile, real ones.
    let client = network.addHost(TestNetwork.configuration(77))
    let octets = TransferTests.octets(20_000, seed: 1)
    let sockets = try (0..<20).map { _ in
      try client.stack.connect(to: configuration.address, port: 7, at: network.now)
    }
    var left = 5_000
    try HostTests.exchange(network, client, sockets, octets, "flood") {
      left -= 1
      if left > 0 {
        network.inject(synchronization(to: configuration, &generator, options: options))
      }
      service.serve()
    }
    #expect(server.stack.counters.cookiesProven == 20)
    #expect(server.stack.socketCount <= 277)
  }

  /// From addresses that a gateway leads to, and from any on the link.
  @Test
  func synchronizationsFromAnywhere() throws {
    try Self.flooded(gateway: IPv4Address(10, 0, 0, 200), prefixLength: 24)
  }

  @Test
  func synchronizationsFromTheLink() throws { try Self.flooded(gateway: nil, prefixLength: 0) }

  /// A cookie is good for its own addresses, number and time.
  @Test(arguments: ScriptFamily.allCases)
  func forgedCookiesAreReset(_ family: ScriptFamily) throws {
    for age in [0, 63, 127, 130, 1000] as [UInt64] {
      for change in 0..<3 {
        let host = try CookieHost(family)
        let answer = try host.cookie()
        let isGood = age < 128 && change == 0
        host.prove(answer, after: age * 1_000_000_000, change)
        let isIn = host.accepted() != nil
        // Which slot it was made in depends on the clock: between one and two slots both are right.
        if age < 64 || age >= 128 || change > 0 { #expect(isIn == isGood, "\(age) s, \(change)") }
      }
    }
  }

  /// What the SYN offered is remembered by the peer, where it sends timestamps.
  @Test(arguments: ScriptFamily.allCases)
  func offersComeBackWithTimestamps(_ family: ScriptFamily) throws {
    for (offered, usesTimestamps) in [(true, true), (true, false), (false, true)] {
      let host = try CookieHost(family)
      var options = TCPOptions(maximumSegmentSize: 1300)
      if offered { (options.windowScale, options.isSACKPermitted) = (9, true) }
      if usesTimestamps { options.timestamps = TCPOptions.Timestamps(value: 5, echo: 0) }
      let answer = try host.cookie(options)
      let isKept = offered && usesTimestamps
      #expect((answer.options.windowScale != nil) == isKept)
      #expect(answer.options.isSACKPermitted == isKept)
      host.prove(answer, after: 1_000_000, 0)
      let socket = try #require(host.accepted())
      #expect(socket.value.connection.segmentSize == 1220)
      #expect(socket.value.connection.sendShift == (isKept ? 9 : 0))
      #expect(socket.value.connection.state == .established)
    }
  }
}

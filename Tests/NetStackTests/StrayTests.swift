import NetStack
import PacketScripts
import SeededNumbers
import Testing
import Wire

/// Two stacks with the same addresses, each with connections of its own, and a client.
struct StrayTests {
  private static func host(_ number: UInt8, worker: Int, of stackCount: Int) -> TestHost {
    var configuration = HostConfiguration(
      hardwareAddress: MACAddress(bits: 0x0200_0000_0000 | UInt64(number)),
      address: IPv4Address(10, 0, 0, number),
      v6: IPv6Configuration(address: IPv6Address(high: 0xfd00 << 48, low: UInt64(number))),
      secret: (UInt64(number), 5))
    configuration.worker = worker
    configuration.stackCount = stackCount
    let host = TestHost(configuration, at: 0)
    host.refill()
    return host
  }

  private let stacks = [host(1, worker: 0, of: 2), host(1, worker: 1, of: 2)]
  private let client = host(2, worker: 0, of: 1)

  /// Whether one of the stacks has what a stray is for.
  private func has(_ number: Int, _ stray: NetworkStack.Stray) -> Bool {
    stacks[number].stack.hasConnection(of: stray)
  }

  /// What the first stack has for others.
  private func onlyStray() throws -> NetworkStack.Stray {
    let strays = takeForOthers().strays
    #expect(strays.count == 1)
    return try #require(strays.first)
  }

  private func takeForOthers() -> NetworkStack.ForOthers {
    var forOthers = NetworkStack.ForOthers()
    stacks[0].stack.exchangeForOthers(&forOthers)
    return forOthers
  }

  /// Brings what a stack has for the other one there, as workers do.
  private func settle(_ number: Int, at now: UInt64) {
    var forOthers = NetworkStack.ForOthers()
    stacks[number].stack.exchangeForOthers(&forOthers)
    let other = 1 - number
    stacks[other].stack.hear(forOthers, at: now)
    for stray in forOthers.strays {
      if has(other, stray) {
        Self.give([stray.packet.octets], to: stacks[other], at: now)
        stacks[number].packets.put(stray.packet)
      } else {
        stacks[number].stack.receiveUnclaimed(stray, at: now)
      }
    }
  }

  /// Takes frames to and fro until none is left, those of the client to one of the stacks.
  private func exchange(with number: Int, at now: UInt64) {
    for _ in 0..<16 {
      Self.give(client.takeFrames(at: now), to: stacks[number], at: now)
      settle(number, at: now)
      Self.give(stacks[number].takeFrames(at: now), to: client, at: now)
    }
  }

  /// Has a stack answer SYNs by cookies.
  private func flood(_ number: Int) {
    var generator = SeededGenerator(seed: 5)
    while stacks[number].stack.counters.cookiesSent == 0 {
      let frame = FloodTests.synchronization(
        to: stacks[number].stack.configuration, &generator, options: TCPOptions())
      Self.give([frame], to: stacks[number], at: 2)
      settle(number, at: 2)
      _ = stacks[number].takeFrames(at: 2)
    }
  }

  private static func give(_ frames: [[UInt8]], to host: TestHost, at now: UInt64) {
    for frame in frames { host.receive(host.packets.take(frame)!, at: now) }
  }

  /// A connection of the client's with the second stack, and a segment on its way there.
  private func connection(_ family: ScriptFamily) throws -> (
    client: SocketReference, server: SocketReference, segment: [UInt8]
  ) {
    for host in stacks { _ = try host.stack.listen(port: 7) }
    let socket = try client.stack.connect(to: stacks[1].address(family), port: 7, at: 1)
    exchange(with: 1, at: 1)
    let listener = stacks[1].stack.takeReady()!
    let server = stacks[1].stack.accept(listener)!
    _ = client.stack.write([1, 2, 3].span, to: socket)
    client.stack.flush(socket, at: 2)
    let frames = client.takeFrames(at: 2)
    #expect(frames.count == 1)
    return (socket, server, frames[0])
  }

  @Test(arguments: ScriptFamily.allCases)
  func segmentsAreForWhoHasTheConnection(_ family: ScriptFamily) throws {
    let (_, server, segment) = try connection(family)
    Self.give([segment], to: stacks[0], at: 3)
    #expect(stacks[0].takeFrames(at: 3).isEmpty)
    let stray = try onlyStray()
    #expect(has(1, stray) && !has(0, stray))
    #expect(stray.packet.octets == segment)
    stacks[0].packets.put(stray.packet)
    Self.give([segment], to: stacks[1], at: 3)
    let othersHave = stacks[1].stack.hasForOthers
    #expect(server.readableCount == 3 && !othersHave)
    #expect(stacks[0].hasAllPackets)
  }

  /// Steps don't give a program who listens for what another stack may have, also while cookies are out that a segment may prove.
  @Test(arguments: ScriptFamily.allCases, [false, true])
  func stepsFindNobodyForOthersSegments(_ family: ScriptFamily, _ areCookiesOut: Bool) throws {
    let (_, _, segment) = try connection(family)
    let host = stacks[0]
    if areCookiesOut { flood(0) }
    let packet = host.packets.take(segment)!
    let found = try host.lookUp(packet, at: 3)
    #expect(found == nil)
    host.packets.put(packet)
  }

  /// A SYN that comes again by another queue begins no second connection.
  @Test(arguments: ScriptFamily.allCases)
  func synchronizationsComeAgain(_ family: ScriptFamily) throws {
    for host in stacks { _ = try host.stack.listen(port: 7) }
    _ = try client.stack.connect(to: stacks[1].address(family), port: 7, at: 1)
    // Who has the address is asked first.
    exchange(with: 1, at: 1)
    let socket = try client.stack.connect(to: stacks[1].address(family), port: 7, at: 2)
    let synchronization = client.takeFrames(at: 2)
    Self.give(synchronization, to: stacks[0], at: 2)
    let first = try onlyStray()
    #expect(!has(1, first))
    stacks[0].stack.receiveUnclaimed(first, at: 2)
    let answers = stacks[0].takeFrames(at: 2).count
    #expect(answers > 0)
    Self.give(synchronization, to: stacks[1], at: 3)
    var fromOther = NetworkStack.ForOthers()
    stacks[1].stack.exchangeForOthers(&fromOther)
    let again = try #require(fromOther.strays.first)
    #expect(has(0, again))
    stacks[1].packets.put(again.packet)
    #expect(socket.value.connection.state == .synSent)
  }

  /// A cookie may be proven to any stack, and to one of them only.
  @Test(arguments: ScriptFamily.allCases)
  func cookiesAreGoodForAll(_ family: ScriptFamily) throws {
    let listeners = try stacks.map { try $0.stack.listen(port: 7, backlog: 4) }
    // Both know each other on the link before.
    _ = try client.stack.connect(to: stacks[1].address(family), port: 9, at: 1)
    exchange(with: 1, at: 1)
    flood(1)
    let socket = try client.stack.connect(to: stacks[1].address(family), port: 7, at: 3)
    Self.give(client.takeFrames(at: 3), to: stacks[1], at: 3)
    settle(1, at: 3)
    Self.give(stacks[1].takeFrames(at: 3), to: client, at: 3)
    #expect(socket.value.connection.state == .established)
    _ = client.stack.write([1, 2, 3].span, to: socket)
    client.stack.flush(socket, at: 4)
    let frames = client.takeFrames(at: 4)
    Self.give(frames, to: stacks[0], at: 4)
    settle(0, at: 4)
    #expect(stacks[0].stack.counters.cookiesProven == 1)
    let accepted = stacks[0].stack.accept(listeners[0])
    let server = try #require(accepted)
    #expect(server.value.connection.state == .established)
    Self.give(frames, to: stacks[1], at: 5)
    settle(1, at: 5)
    #expect(stacks[1].stack.counters.cookiesProven == 0)
    #expect(socket.value.connection.state == .established)
  }

  /// What nobody has a connection for is refused, as by a stack that is alone.
  @Test(arguments: ScriptFamily.allCases)
  func whatNobodyHasIsRefused(_ family: ScriptFamily) throws {
    let (socket, server, segment) = try connection(family)
    stacks[1].stack.abort(server, at: 3)
    stacks[1].stack.put(server, at: 3)
    _ = stacks[1].takeFrames(at: 3)
    Self.give([segment], to: stacks[0], at: 4)
    let stray = try onlyStray()
    #expect(!has(1, stray))
    stacks[0].stack.receiveUnclaimed(stray, at: 4)
    #expect(stacks[0].stack.counters.resetsSent == 1)
    exchange(with: 0, at: 4)
    #expect(socket.value.connection.end == .reset)
    #expect(stacks[0].hasAllPackets)
  }

  /// An error about a connection is for who has it.
  @Test(arguments: ScriptFamily.allCases)
  func errorsAreForWhoHasTheConnection(_ family: ScriptFamily) throws {
    let (_, server, segment) = try connection(family)
    Self.give([segment], to: stacks[1], at: 3)
    _ = stacks[1].stack.write([UInt8](repeating: 1, count: 1400).span, to: server)
    stacks[1].stack.flush(server, at: 3)
    let large = stacks[1].takeFrames(at: 3).max { $0.count < $1.count }!
    let before = server.value.connection.segmentSize
    let narrow = Self.tooBig(large, family)
    Self.give([narrow], to: stacks[0], at: 4)
    let stray = try onlyStray()
    #expect(has(1, stray))
    stacks[0].packets.put(stray.packet)
    Self.give([narrow], to: stacks[1], at: 4)
    #expect(server.value.connection.segmentSize < before)
    #expect(stacks[0].hasAllPackets)
  }

  /// What a router says of a frame that is too big for the way on: an MTU of 1280 octets.
  private static func tooBig(_ frame: [UInt8], _ family: ScriptFamily) -> [UInt8] {
    let datagram = Array(frame.dropFirst(EthernetHeader.byteCount))
    var answer: [UInt8] = []
    EthernetHeader(
      destination: MACAddress(bits: 0x0200_0000_0001),
      source: MACAddress(bits: 0x0200_0000_0002),
      etherType: family == .v4 ? EthernetHeader.EtherType.ipv4 : EthernetHeader.EtherType.ipv6
    ).append(to: &answer)
    if family == .v4 {
      let body = Array(datagram.prefix(28))
      IPv4Header(
        payloadByteCount: 8 + body.count, protocolNumber: IPProtocol.icmp,
        source: IPv4Address(10, 0, 0, 2), destination: IPv4Address(10, 0, 0, 1)
      ).append(to: &answer)
      ICMPMessage.destinationUnreachable(
        code: ICMPUnreachable.fragmentationNeeded, nextHopMTU: 1280
      ).header.append(to: &answer, body: body.span)
      return answer
    }
    let body = Array(datagram.prefix(200))
    let (source, destination) = (
      IPv6Address(high: 0xfd00 << 48, low: 2), IPv6Address(high: 0xfd00 << 48, low: 1)
    )
    IPv6Header(
      payloadByteCount: 8 + body.count, nextHeader: IPProtocol.icmpv6, source: source,
      destination: destination
    ).append(to: &answer)
    ICMPv6Message.packetTooBig(mtu: 1280).header
      .append(to: &answer, body: body.span, from: source, to: destination)
    return answer
  }

  /// Who asks for a neighbour hears of the answer that another stack has got.
  @Test(arguments: ScriptFamily.allCases)
  func answersOfNeighborsAreForAll(_ family: ScriptFamily) throws {
    _ = try stacks[1].stack.connect(to: client.address(family), port: 7, at: 1)
    Self.give(stacks[1].takeFrames(at: 1), to: client, at: 1)
    Self.give(client.takeFrames(at: 1), to: stacks[0], at: 1)
    let others = takeForOthers()
    #expect(stacks[1].takeFrames(at: 1).isEmpty)
    stacks[1].stack.hear(others, at: 1)
    #expect(stacks[1].takeFrames(at: 1).count == 1)
    let othersHave = stacks[1].stack.hasForOthers
    #expect(!othersHave)
  }

  /// No two of the stacks open connections that look alike from outside.
  @Test
  func portsAreTheirOwn() throws {
    var ports: [Set<UInt16>] = []
    for host in stacks {
      let sockets = try (0..<500).map { _ in
        try host.stack.connect(to: client.address(.v4), port: 7, at: 1)
      }
      ports.append(Set(sockets.map { $0.value.key.localPort }))
    }
    #expect(ports[0].count == 500 && ports[0].isDisjoint(with: ports[1]))
  }

  /// Strays that nobody takes are given back.
  @Test
  func straysComeBack() throws {
    let (_, _, segment) = try connection(.v4)
    for _ in 0..<500 { Self.give([segment], to: stacks[0], at: 3) }
    #expect(stacks[0].stack.counters.strays == 500)
    stacks[0].stack.tearDown()
    _ = stacks[0].takeFrames(at: 4)
    #expect(stacks[0].packets.free.count + stacks[0].stack.supplyCount == stacks[0].packets.count)
  }
}

import NetStack
import PacketScripts
import Testing
import Wire

/// Fragments of IPv4 (RFC 791, RFC 815, RFC 1122 §3.3.2).
struct ReassemblyTests {
  static let source = IPv4Address(10, 0, 0, 99)

  /// An echo request with so much text.
  static func ping(_ count: Int) -> [UInt8] {
    var message: [UInt8] = []
    ICMPMessage.echoRequest(ICMPEcho(identifier: 5, sequenceNumber: 6)).header
      .append(to: &message, body: TransferTests.octets(count, seed: 1).span)
    return message
  }

  static func fragment(
    _ message: [UInt8], _ range: Range<Int>, hasMore: Bool, identification: UInt16 = 7,
    to host: HostConfiguration
  ) -> [UInt8] {
    var frame: [UInt8] = []
    EthernetHeader(
      destination: host.hardwareAddress, source: TestFrame.hardware,
      etherType: EthernetHeader.EtherType.ipv4
    ).append(to: &frame)
    IPv4Header(
      payloadByteCount: range.count, identification: identification,
      fragmentation: IPv4Header.Fragmentation(byteOffset: range.lowerBound, hasMore: hasMore),
      protocolNumber: IPProtocol.icmp, source: source, destination: host.address
    ).append(to: &frame)
    return frame + message[range]
  }

  /// How many answers fragments get, each of which is the whole text.
  static func answers(_ ranges: [Range<Int>], count: Int = 1000, pause: UInt64 = 0) -> Int {
    let network = TestNetwork()
    let host = network.addHost()
    let message = ping(count)
    var answered = 0
    network.passes = { _, octets in
      let isWhole = octets.count == 34 + message.count && octets[42...].elementsEqual(message[8...])
      if isWhole { answered += 1 }
      return true
    }
    for range in ranges {
      network.inject(
        fragment(
          message, range, hasMore: range.upperBound < message.count,
          to: host.stack.configuration))
      network.run(until: network.now + 1_000_000 + pause)
    }
    network.run()
    #expect(host.hasAllPackets)
    #expect(host.stack.fragmentByteCount == 0)
    return answered
  }

  @Test
  func inAnyOrder() {
    let pieces = [0..<400, 400..<808, 808..<1008]
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      #expect(Self.answers(order.map { pieces[$0] }) == 1, "\(order)")
    }
    let small = (0..<63).map { 16 * $0..<16 * $0 + 16 }
    #expect(Self.answers(small) == 1)
  }

  @Test
  func notWholeNotInTimeOrOverlapping() {
    #expect(Self.answers([0..<400, 808..<1008]) == 0)
    #expect(Self.answers([0..<504, 504..<1008], pause: 29_000_000_000) == 1)
    #expect(Self.answers([0..<504, 504..<1008], pause: 31_000_000_000) == 0)
    // Overlapping spoils it, whatever comes after.
    #expect(Self.answers([0..<400, 392..<808, 808..<1008]) == 0)
    #expect(Self.answers([0..<400, 0..<400, 400..<1008]) == 0)
    #expect(Self.answers([0..<400, 392..<808, 400..<808, 808..<1008]) == 0)
    // Not at a multiple of eight, and longer than a packet.
    #expect(Self.answers([0..<1000, 1000..<2008], count: 2000) == 0)
  }

  /// What is longer than a packet is answered in fragments.
  @Test
  func longAnswersAreFragmented() throws {
    let network = TestNetwork()
    let host = network.addHost()
    let message = Self.ping(1600)
    var pieces: [(offset: Int, hasMore: Bool, octets: [UInt8])] = []
    network.passes = { _, octets in
      guard let header = try? IPv4Header(parsing: octets.span.extracting(droppingFirst: 14)),
        header.source == host.stack.configuration.address
      else { return true }
      let place = header.fragmentation
      pieces.append((place.byteOffset, place.hasMore, Array(octets[34...])))
      return true
    }
    for range in [0..<800, 800..<1608] {
      network.inject(
        Self.fragment(
          message, range, hasMore: range.upperBound < 1608, to: host.stack.configuration)
      )
    }
    network.run()
    #expect(pieces.map(\.offset) == [0, 1480] && pieces.map(\.hasMore) == [true, false])
    let answer = pieces.flatMap(\.octets)
    let echo = try ICMPHeader(parsing: answer.span)
    #expect(ICMPMessage(echo) == .echoReply(ICMPEcho(identifier: 5, sequenceNumber: 6)))
    #expect(answer[8...].elementsEqual(message[8...]))
    #expect(host.stack.counters.fragmented == 1 && host.hasAllPackets)
  }

  /// However many come, little is held.
  @Test
  func floodsAreBounded() {
    let network = TestNetwork()
    let host = network.addHost()
    let message = Self.ping(1400)
    for number in 0..<5000 {
      network.inject(
        Self.fragment(
          message, 0..<1400, hasMore: true, identification: UInt16(number),
          to: host.stack.configuration))
      if number % 100 == 0 { network.run(until: network.now + 2_000_000) }
      #expect(host.stack.fragmentByteCount <= 32 * 1400)
    }
    network.run()
    #expect(host.stack.fragmentByteCount == 0)
    #expect(host.hasAllPackets)
  }
}

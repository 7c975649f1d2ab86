import Testing
import Wire
import World

@Suite struct ICMPTests {
  private static let echo = ICMPEcho(identifier: 0x1234, sequenceNumber: 0x5678)

  /// Each with what it begins with by RFC 792 and RFC 1191: type, code, and four octets.
  @Test(
    arguments: [
      (.echoReply(echo), [0, 0, 0x12, 0x34, 0x56, 0x78], false),
      (.destinationUnreachable(code: 4, nextHopMTU: 1300), [3, 4, 0, 0, 5, 0x14], true),
      (.echoRequest(echo), [8, 0, 0x12, 0x34, 0x56, 0x78], false),
      (.timeExceeded(code: 1), [11, 1, 0, 0, 0, 0], true),
      (.parameterProblem(code: 0, pointer: 20), [12, 0, 20, 0, 0, 0], true),
      (.other(ICMPHeader(type: 5, code: 1, word: 0x0a00_0001)), [5, 1, 10, 0, 0, 1], true),
      (.other(ICMPHeader(type: 13, word: 1)), [13, 0, 0, 0, 0, 1], false),
    ] as [(ICMPMessage, [UInt8], Bool)])
  func messagesAreReadAndWritten(
    _ message: ICMPMessage, _ octets: [UInt8], _ isError: Bool
  ) throws {
    var written: [UInt8] = []
    message.header.append(to: &written, body: [1, 2, 3].span)
    #expect(written.prefix(2) + written[4..<8] == octets[...])
    #expect(written.suffix(3) == [1, 2, 3])
    #expect(try ICMPMessage(ICMPHeader(parsing: written.span)) == message)
    #expect(message.isError == isError)
  }

  /// The same by RFC 4443.
  @Test(
    arguments: [
      (.destinationUnreachable(code: 4), [1, 4, 0, 0, 0, 0], true),
      (.packetTooBig(mtu: 0x1_0001), [2, 0, 0, 1, 0, 1], true),
      (.timeExceeded(code: 0), [3, 0, 0, 0, 0, 0], true),
      (.parameterProblem(code: 1, pointer: 0x102), [4, 1, 0, 0, 1, 2], true),
      (.echoRequest(echo), [128, 0, 0x12, 0x34, 0x56, 0x78], false),
      (.echoReply(echo), [129, 0, 0x12, 0x34, 0x56, 0x78], false),
      (.other(ICMPHeader(type: 143, word: 1)), [143, 0, 0, 0, 0, 1], false),
    ] as [(ICMPv6Message, [UInt8], Bool)])
  func messagesOfVersion6AreReadAndWritten(
    _ message: ICMPv6Message, _ octets: [UInt8], _ isError: Bool
  ) throws {
    var written: [UInt8] = []
    message.header.append(to: &written, body: [1, 2, 3].span, from: .loopback, to: .allNodes)
    #expect(written.prefix(2) + written[4..<8] == octets[...])
    #expect(
      try ICMPv6Message(ICMPHeader(parsing: written.span, from: .loopback, to: .allNodes))
        == message)
    // The pseudo-header counts.
    #expect(throws: WireError.self) {
      try ICMPHeader(parsing: written.span, from: .loopback, to: .allRouters)
    }
    #expect(message.isError == isError)
  }

  @Test(arguments: UInt64(1)...100)
  func flippedBitsAreNoticedAndPiecesRefused(seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let header = ICMPHeader(
      type: .random(in: 0...255, using: &random), code: .random(in: 0...255, using: &random),
      word: .random(in: 0...UInt32.max, using: &random))
    let body = Addresses.octets(.random(in: 0...41, using: &random), &random)
    let (source, destination) = (Addresses.v6(&random), Addresses.v6(&random))
    var (v4, v6): ([UInt8], [UInt8]) = ([], [])
    header.append(to: &v4, body: body.span)
    header.append(to: &v6, body: body.span, from: source, to: destination)
    #expect(try ICMPHeader(parsing: v4.span) == header, "seed \(seed)")
    #expect(try ICMPHeader(parsing: v6.span, from: source, to: destination) == header)
    let bit = Int.random(in: 0..<v4.count * 8, using: &random)
    v4[bit / 8] ^= 1 << UInt8(bit % 8)
    v6[bit / 8] ^= 1 << UInt8(bit % 8)
    #expect(throws: WireError.self, "seed \(seed)") { try ICMPHeader(parsing: v4.span) }
    #expect(throws: WireError.self, "seed \(seed)") {
      try ICMPHeader(parsing: v6.span, from: source, to: destination)
    }
    for count in 0..<8 {
      #expect(throws: WireError.truncated(needed: 8, got: count)) {
        try ICMPHeader(parsing: v4.span.extracting(0..<count))
      }
    }
  }

  // MARK: Quoted datagrams

  private func segment(_ ip: IPv4Header) -> [UInt8] {
    var octets: [UInt8] = []
    ip.append(to: &octets)
    TCPHeader(
      sourcePort: 50000, destinationPort: 80, sequenceNumber: 0xdead_beef, flags: .synchronize,
      window: 1
    ).append(
      to: &octets, payload: Span(), from: IPAddress(ip.source), to: IPAddress(ip.destination))
    return octets
  }

  private let sent = IPv4Header(
    payloadByteCount: 1480, protocolNumber: IPProtocol.tcp, source: IPv4Address(10, 0, 0, 1),
    destination: IPv4Address(10, 0, 0, 2))

  /// A quotation goes as far as it goes; routers change what they quote.
  @Test func aSegmentIsFoundAgain() throws {
    var octets = segment(sent)
    // One hop less, and the checksum as it was.
    octets[8] -= 1
    for count in 0...octets.count {
      let piece = octets.span.extracting(0..<count)
      guard count >= 20 else {
        #expect(throws: WireError.truncated(needed: 20, got: count)) {
          try QuotedDatagram(parsingIPv4: piece)
        }
        continue
      }
      let quoted = try QuotedDatagram(parsingIPv4: piece)
      #expect(quoted.source == IPAddress(sent.source) && quoted.protocolNumber == IPProtocol.tcp)
      #expect(quoted.destination == IPAddress(sent.destination))
      #expect((quoted.ports?.source == 50000) == (count >= 28))
      #expect((quoted.ports?.destination == 80) == (count >= 28))
      #expect((quoted.sequenceNumber == 0xdead_beef) == (count >= 28))
      #expect(quoted.echo == nil)
    }
  }

  @Test func laterFragmentsHaveNoPorts() throws {
    var header = sent
    header.fragmentation = IPv4Header.Fragmentation(byteOffset: 8, hasMore: true)
    let quoted = try QuotedDatagram(parsingIPv4: segment(header).span)
    #expect(quoted.ports == nil && quoted.sequenceNumber == nil)
    header.fragmentation = IPv4Header.Fragmentation(byteOffset: 0, hasMore: true)
    #expect(try QuotedDatagram(parsingIPv4: segment(header).span).ports?.source == 50000)
  }

  @Test func anEchoIsFoundAgain() throws {
    for version in [4, 6] {
      var octets: [UInt8] = []
      if version == 4 {
        IPv4Header(
          payloadByteCount: 8, protocolNumber: IPProtocol.icmp, source: .any, destination: .any
        ).append(to: &octets)
        ICMPMessage.echoRequest(Self.echo).header.append(to: &octets, body: Span())
      } else {
        // With destination options between.
        IPv6Header(
          payloadByteCount: 16, nextHeader: IPProtocol.destinationOptions, source: .any,
          destination: .any
        ).append(to: &octets)
        octets += [IPProtocol.icmpv6, 0, 1, 4, 0, 0, 0, 0]
        ICMPv6Message.echoRequest(Self.echo).header.append(
          to: &octets, body: Span(), from: .any, to: .any)
      }
      let quoted =
        try version == 4
        ? QuotedDatagram(parsingIPv4: octets.span) : QuotedDatagram(parsingIPv6: octets.span)
      #expect(quoted.echo == Self.echo && quoted.ports == nil)
    }
  }

  /// Extension headers that are cut off leave what the first header says.
  @Test func aCutQuotationOfVersion6SaysWhatItCan() throws {
    var octets: [UInt8] = []
    IPv6Header(
      payloadByteCount: 100, nextHeader: IPProtocol.destinationOptions, source: .loopback,
      destination: .allNodes
    ).append(to: &octets)
    let quoted = try QuotedDatagram(parsingIPv6: (octets + [17, 1, 0]).span)
    #expect(quoted.protocolNumber == IPProtocol.destinationOptions && quoted.start == nil)
    #expect(quoted.destination == IPAddress(IPv6Address.allNodes))
  }
}

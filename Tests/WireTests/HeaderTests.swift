import Testing
import Wire

@Suite struct HeaderTests {
  private let client = IPv4Address(10, 0, 0, 1)
  private let server = IPv4Address(10, 0, 0, 2)

  private func datagram(payload: [UInt8]) -> [UInt8] {
    let ip = IPv4Header(
      payloadByteCount: UDPHeader.byteCount + payload.count,
      protocolNumber: IPProtocol.udp, source: client, destination: server)
    var frame: [UInt8] = []
    EthernetHeader(
      destination: MACAddress(bits: 0x0200_0000_0002), source: MACAddress(bits: 0x0200_0000_0001),
      etherType: EthernetHeader.EtherType.ipv4
    ).append(to: &frame)
    ip.append(to: &frame)
    UDPHeader(sourcePort: 4000, destinationPort: 7, payloadByteCount: payload.count)
      .append(to: &frame, payload: payload.span, from: IPAddress(client), to: IPAddress(server))
    return frame
  }

  @Test(arguments: [0, 1, 2, 17, 1472])
  func whatIsMadeIsRead(payloadByteCount: Int) throws {
    let payload = (0..<payloadByteCount).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    let frame = datagram(payload: payload)
    let ethernet = try EthernetHeader(parsing: frame.span)
    #expect(ethernet.source.description == "02:00:00:00:00:01")
    let packet = frame.span.extracting(EthernetHeader.byteCount..<frame.count)
    let ip = try IPv4Header(parsing: packet)
    #expect(ip.destination == server)
    let body = packet.extracting(ip.headerByteCount..<Int(ip.totalLength))
    try UDPHeader.verify(body, from: IPAddress(ip.source), to: IPAddress(ip.destination))
    let udp = try UDPHeader(parsing: body)
    #expect(udp.destinationPort == 7 && Int(udp.length) == 8 + payloadByteCount)
  }

  /// One flipped bit anywhere in the packet is noticed, or changes no field that is covered.
  @Test func everyFlippedBitIsNoticed() throws {
    let frame = datagram(payload: [1, 2, 3, 4, 5])
    for bit in EthernetHeader.byteCount * 8..<frame.count * 8 {
      var damaged = frame
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      let packet = damaged.span.extracting(EthernetHeader.byteCount..<damaged.count)
      #expect(throws: WireError.self) {
        let ip = try IPv4Header(parsing: packet)
        try UDPHeader.verify(
          packet.extracting(ip.payloadRange), from: IPAddress(ip.source),
          to: IPAddress(ip.destination))
        // The checksum field itself, cleared to zero, would mean "none"; one bit can't do that.
      }
    }
  }

  @Test func shortAndLyingHeadersAreErrors() {
    let frame = datagram(payload: [])
    #expect(throws: WireError.truncated(needed: 14, got: 13)) {
      try EthernetHeader(parsing: frame.span.extracting(0..<13))
    }
    #expect(throws: WireError.truncated(needed: 20, got: 19)) {
      try IPv4Header(parsing: frame.span.extracting(14..<33))
    }
    var long = frame
    long[17] = 0xff
    #expect(throws: WireError.badLength(claimed: 255, available: 28)) {
      try IPv4Header(parsing: long.span.extracting(14..<long.count))
    }
  }
}

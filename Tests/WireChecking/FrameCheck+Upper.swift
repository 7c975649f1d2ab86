import Wire

extension FrameCheck {
  mutating func checkUpper(
    _ payload: Span<UInt8>, _ protocolNumber: UInt8, _ source: IPAddress,
    _ destination: IPAddress
  ) {
    switch protocolNumber {
    case IPProtocol.tcp: checkTCP(payload, source, destination)
    case IPProtocol.udp: checkUDP(payload, source, destination)
    case IPProtocol.icmp where source.isV4: checkICMP(payload)
    case IPProtocol.icmpv6 where !source.isV4: checkICMPv6(payload, source.v6, destination.v6)
    default: break
    }
  }

  private mutating func checkTCP(
    _ segment: Span<UInt8>, _ source: IPAddress, _ destination: IPAddress
  ) {
    guard var header = try? TCPHeader(parsing: segment) else { return }
    let payload = segment.extracting(header.headerByteCount..<segment.count)
    // Our layout of the same options may be longer than there is room for.
    guard header.writtenByteCount <= TCPHeader.byteCountMax else { return }
    header.checksum = 0
    header.options = header.options
    var written: [UInt8] = []
    header.append(to: &written, payload: payload, from: source, to: destination)
    compare("TCP", header, written, segment) { octets throws(WireError) in
      try TCPHeader.verify(octets, from: source, to: destination)
      var header = try TCPHeader(parsing: octets)
      header.checksum = 0
      return header
    }
  }

  private mutating func checkUDP(
    _ datagram: Span<UInt8>, _ source: IPAddress, _ destination: IPAddress
  ) {
    guard var header = try? UDPHeader(parsing: datagram) else { return }
    header.checksum = 0
    var written: [UInt8] = []
    header.append(
      to: &written, payload: datagram.extracting(header.payloadRange), from: source,
      to: destination)
    compare("UDP", header, written, datagram.extracting(0..<Int(header.length))) {
      octets throws(WireError) in
      try UDPHeader.verify(octets, from: source, to: destination)
      var header = try UDPHeader(parsing: octets)
      header.checksum = 0
      return header
    }
  }

  private mutating func checkICMP(_ message: Span<UInt8>) {
    guard let header = try? ICMPHeader(parsingQuoted: message) else { return }
    let body = message.extracting(ICMPHeader.byteCount..<message.count)
    var written: [UInt8] = []
    header.append(to: &written, body: body)
    compare("ICMP", header, written, message) { octets throws(WireError) in
      try ICMPHeader(parsing: octets)
    }
    let meaning = ICMPMessage(header)
    if ICMPMessage(meaning.header) != meaning { complain("\(meaning) changed") }
    if meaning.isError, let quoted = try? QuotedDatagram(parsingIPv4: body) { check(quoted) }
  }

  private mutating func checkICMPv6(
    _ message: Span<UInt8>, _ source: IPv6Address, _ destination: IPv6Address
  ) {
    guard let header = try? ICMPHeader(parsingQuoted: message) else { return }
    let body = message.extracting(ICMPHeader.byteCount..<message.count)
    var written: [UInt8] = []
    header.append(to: &written, body: body, from: source, to: destination)
    compare("ICMPv6", header, written, message) { octets throws(WireError) in
      try ICMPHeader(parsing: octets, from: source, to: destination)
    }
    let meaning = ICMPv6Message(header)
    if ICMPv6Message(meaning.header) != meaning { complain("\(meaning) changed") }
    if meaning.isError, let quoted = try? QuotedDatagram(parsingIPv6: body) { check(quoted) }
    checkNeighborMessage(message, source, destination)
  }

  private mutating func checkNeighborMessage(
    _ message: Span<UInt8>, _ source: IPv6Address, _ destination: IPv6Address
  ) {
    guard var read = try? NeighborMessage(parsing: message) else { return }
    read.options.omittedPrefixCount = 0
    var written: [UInt8] = []
    read.append(to: &written, from: source, to: destination)
    compare("neighbor discovery", read, written, message) { octets throws(WireError) in
      _ = try ICMPHeader(parsing: octets, from: source, to: destination)
      return try NeighborMessage(parsing: octets)
    }
  }

  private mutating func check(_ quoted: QuotedDatagram) {
    note("quoted datagram")
    if quoted.start == nil, quoted.ports != nil || quoted.echo != nil {
      complain("\(quoted) says what it can't know")
    }
  }
}

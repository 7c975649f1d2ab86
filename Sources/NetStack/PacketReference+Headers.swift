import Wire

/// Where headers lie in a frame, for programs that look at them there. Nobody has checked the frame before.
extension PacketReference {
  var ethernetHeader: EthernetHeader? { withFrame { try? EthernetHeader(parsing: $0) } }

  /// Where the header of that version of IP begins in the frame; nil where that has none that is whole.
  public func offset(of version: IPVersion) -> Int? {
    guard let ethernet = ethernetHeader, ethernet.etherType == version.etherType,
      byteCount >= ethernet.headerByteCount + version.leastHeaderByteCount
    else { return nil }
    return ethernet.headerByteCount
  }

  /// Where the header of that protocol begins behind that of IP, `byteCount` octets at least; nil where there is none.
  public func transportOffset(of protocolNumber: UInt8, byteCount: Int) -> Int? {
    if let start = offset(of: .v4) {
      return offset(of: protocolNumber, byteCount, behindIPv4At: start)
    }
    return offset(of: .v6).flatMap { offset(of: protocolNumber, byteCount, behindIPv6At: $0) }
  }

  private func offset(
    of protocolNumber: UInt8, _ byteCount: Int, behindIPv4At start: Int
  ) -> Int? {
    withFrame { frame -> Int? in
      let offset = start + Int(frame[start] & 15) * 4
      guard frame[start] >> 4 == 4, offset >= start + IPv4Header.byteCountMin,
        frame[start + 9] == protocolNumber, offset + byteCount <= frame.count
      else { return nil }
      return offset
    }
  }

  private func offset(
    of protocolNumber: UInt8, _ byteCount: Int, behindIPv6At start: Int
  ) -> Int? {
    guard let header = withFrame({ try? IPv6Header(parsing: $0.extracting(start...)) }),
      let extensions = extensions(of: header, at: start), extensions.fragment == nil,
      !extensions.areRefused, extensions.protocolNumber == protocolNumber,
      extensions.byteCount + byteCount <= Int(header.payloadLength)
    else { return nil }
    return start + IPv6Header.byteCount + extensions.byteCount
  }

  /// Where a datagram goes; nil where a frame has none.
  var destination: IPAddress? {
    if let start = offset(of: .v4) {
      return withFrame { IPAddress(IPv4Address(bits: $0.uint32(at: start + 16))) }
    }
    return offset(of: .v6).map { start in
      withFrame { IPAddress(IPv6Address(bits: $0.uint128(at: start + 24))) }
    }
  }

  /// Of which connection a segment is, and its flags; nil where it is none.
  var segment: (key: SocketKey, flags: TCPFlags)? {
    let least = TCPHeader.byteCountMin
    if let start = offset(of: .v4) {
      guard let offset = offset(of: IPProtocol.tcp, least, behindIPv4At: start) else { return nil }
      return withFrame { frame in
        let key = SocketKey(
          local: IPAddress(IPv4Address(bits: frame.uint32(at: start + 16))),
          localPort: frame.uint16(at: offset + 2),
          remote: IPAddress(IPv4Address(bits: frame.uint32(at: start + 12))),
          remotePort: frame.uint16(at: offset))
        return (key, TCPHeader.flags(in: frame, at: offset))
      }
    }
    guard let start = offset(of: .v6),
      let offset = offset(of: IPProtocol.tcp, least, behindIPv6At: start)
    else { return nil }
    return withFrame { frame in
      let key = SocketKey(
        local: IPAddress(IPv6Address(bits: frame.uint128(at: start + 24))),
        localPort: frame.uint16(at: offset + 2),
        remote: IPAddress(IPv6Address(bits: frame.uint128(at: start + 8))),
        remotePort: frame.uint16(at: offset))
      return (key, TCPHeader.flags(in: frame, at: offset))
    }
  }
}

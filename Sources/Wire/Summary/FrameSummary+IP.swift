extension FrameSummary {
  /// What is known of a packet when what it carries is looked at.
  struct Carrier {
    var version: String
    var source: IPAddress
    var destination: IPAddress
    var protocolNumber: UInt8
    /// What stands between addresses and protocol.
    var prefixes: [String] = []
    /// How long the payload was, of which less may be there.
    var byteCount: Int

    /// The line, with ports behind the addresses if there are some.
    func line(
      _ text: String?, ports: (source: UInt16, destination: UInt16)? = nil
    ) -> String {
      let from = ports.map { ".\($0.source)" } ?? ""
      let to = ports.map { ".\($0.destination)" } ?? ""
      let rest = (prefixes + [text].compactMap(\.self)).joined(separator: " ")
      return "\(version) \(source)\(from) > \(destination)\(to): \(rest)"
    }
  }

  static func ipv4(_ packet: Span<UInt8>) -> String {
    let header: IPv4Header
    do {
      header = try IPv4Header(parsingQuoted: packet)
    } catch {
      return "IP [\(error)]"
    }
    var carrier = Carrier(
      version: "IP", source: IPAddress(header.source), destination: IPAddress(header.destination),
      protocolNumber: header.protocolNumber, byteCount: header.payloadByteCount)
    let end = min(Int(header.totalLength), packet.count)
    let payload = packet.extracting(header.headerByteCount..<end)
    let remark = remark { () throws(WireError) in _ = try IPv4Header(parsing: packet) }
    if header.fragmentation.byteOffset > 0 {
      carrier.prefixes.append(fragment(header.fragmentation.byteOffset, header.payloadByteCount))
      return carrier.line(nil) + remark
    }
    return upper(payload, carrier) + remark
  }

  static func ipv6(_ packet: Span<UInt8>) -> String {
    let header: IPv6Header
    do {
      header = try IPv6Header(parsingQuoted: packet)
    } catch {
      return "IP6 [\(error)]"
    }
    let remark = remark { () throws(WireError) in _ = try IPv6Header(parsing: packet) }
    let end = min(header.payloadRange.upperBound, packet.count)
    return ipv6(packet.extracting(IPv6Header.byteCount..<end), under: header) + remark
  }

  private static func ipv6(_ payload: Span<UInt8>, under header: IPv6Header) -> String {
    var carrier = Carrier(
      version: "IP6", source: IPAddress(header.source),
      destination: IPAddress(header.destination), protocolNumber: header.nextHeader,
      byteCount: Int(header.payloadLength))
    if header.nextHeader == IPProtocol.hopByHopOptions { carrier.prefixes.append("HBH") }
    do {
      let extensions = try IPv6Extensions(parsing: payload, first: header.nextHeader)
      carrier.protocolNumber = extensions.protocolNumber
      carrier.byteCount -= extensions.byteCount
      let body = payload.extracting(extensions.byteCount..<payload.count)
      if let part = extensions.fragment {
        carrier.prefixes.append(fragment(part.byteOffset, carrier.byteCount))
        if part.byteOffset > 0 { return carrier.line(nil) }
      }
      return upper(body, carrier)
    } catch {
      return carrier.line("[\(error)]")
    }
  }

  /// Which part of a datagram a fragment is: where it begins, and how long it is.
  private static func fragment(_ offset: Int, _ byteCount: Int) -> String {
    "frag (\(offset)|\(byteCount))"
  }

  /// What a stricter reading objects to, to stand at the end of a line.
  private static func remark(_ read: () throws(WireError) -> Void) -> String {
    do {
      try read()
      return ""
    } catch {
      return " [\(error)]"
    }
  }

  private static func upper(_ payload: Span<UInt8>, _ carrier: Carrier) -> String {
    switch (carrier.protocolNumber, carrier.version) {
    case (IPProtocol.tcp, _): tcp(payload, carrier)
    case (IPProtocol.udp, _): udp(payload, carrier)
    case (IPProtocol.icmp, "IP"): icmp(payload, carrier)
    case (IPProtocol.icmpv6, "IP6"): icmpv6(payload, carrier)
    case (IPProtocol.noNextHeader, "IP6"): carrier.line("no next header")
    default:
      carrier.line("ip-proto-\(carrier.protocolNumber), length \(carrier.byteCount)")
    }
  }
}

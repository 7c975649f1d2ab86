import Wire

/// A frame, read into headers layer by layer, each of which is written again and read once more: what comes out
/// must be what was read first.
///
/// Checksums that don't hold are no obstacle: what is written has ones that do.
public struct FrameCheck {
  /// A header that could be read.
  public struct Layer: Hashable {
    public var name: String
    /// Whether what was written is octet by octet what stood there, checksums included.
    public var isExact: Bool
  }

  /// From the outermost one to the innermost.
  public private(set) var layers: [Layer] = []
  /// What did not come back as it was read; empty unless the room is wrong.
  public private(set) var complaints: [String] = []

  /// Of an Ethernet frame.
  public init(_ frame: Span<UInt8>) {
    guard let header = try? EthernetHeader(parsing: frame) else { return }
    var written: [UInt8] = []
    header.append(to: &written)
    let end = header.headerByteCount
    compare("Ethernet", header, written, frame.extracting(0..<end)) { octets throws(WireError) in
      try EthernetHeader(parsing: octets)
    }
    let payload = frame.extracting(end..<frame.count)
    switch header.etherType {
    case EthernetHeader.EtherType.arp: checkARP(payload)
    case EthernetHeader.EtherType.ipv4: checkIPv4(payload)
    case EthernetHeader.EtherType.ipv6: checkIPv6(payload)
    default: break
    }
  }

  /// Holds what is read from `written` against `header`, and `written` against the `original`.
  mutating func compare<Header: Equatable>(
    _ name: String, _ header: Header, _ written: [UInt8], _ original: Span<UInt8>,
    _ read: (Span<UInt8>) throws(WireError) -> Header
  ) {
    do {
      let again = try read(written.span)
      if again != header { complaints.append("\(name): \(header) became \(again)") }
    } catch {
      complaints.append("\(name): \(header) was refused when it was written: \(error)")
    }
    let isExact =
      written.count == original.count && written.indices.allSatisfy { written[$0] == original[$0] }
    layers.append(Layer(name: name, isExact: isExact))
  }

  mutating func complain(_ text: String) { complaints.append(text) }

  /// Something that is read, but never written.
  mutating func note(_ name: String) { layers.append(Layer(name: name, isExact: true)) }

  private mutating func checkARP(_ octets: Span<UInt8>) {
    guard let packet = try? ARPPacket(parsing: octets) else { return }
    var written: [UInt8] = []
    packet.append(to: &written)
    compare("ARP", packet, written, octets.extracting(0..<ARPPacket.byteCount)) {
      octets throws(WireError) in try ARPPacket(parsing: octets)
    }
  }

  private mutating func checkIPv4(_ packet: Span<UInt8>) {
    guard let header = try? IPv4Header(parsingQuoted: packet) else { return }
    var written = [UInt8](repeating: 0, count: header.headerByteCount)
    var target = written.mutableSpan
    header.write(
      to: &target,
      options: packet.extracting(IPv4Header.byteCountMin..<header.headerByteCount))
    compare("IPv4", header, written, packet.extracting(0..<header.headerByteCount)) {
      octets throws(WireError) in try IPv4Header(parsingQuoted: octets)
    }
    checkIPv4Payload(packet, header, written)
  }

  /// The header that was written has a checksum that holds: with a payload, it is read strictly.
  private mutating func checkIPv4Payload(
    _ packet: Span<UInt8>, _ header: IPv4Header, _ written: [UInt8]
  ) {
    guard Int(header.totalLength) <= packet.count else { return }
    let whole = written + Array(repeating: 0, count: header.payloadByteCount)
    if (try? IPv4Header(parsing: whole.span)) != header {
      complaints.append("IPv4: \(header) was refused with its checksum")
    }
    guard header.fragmentation.byteOffset == 0 else { return }
    checkUpper(
      packet.extracting(header.payloadRange), header.protocolNumber, IPAddress(header.source),
      IPAddress(header.destination))
  }

  private mutating func checkIPv6(_ packet: Span<UInt8>) {
    guard let header = try? IPv6Header(parsing: packet) else { return }
    var written: [UInt8] = []
    header.append(to: &written)
    compare("IPv6", header, written, packet.extracting(0..<IPv6Header.byteCount)) {
      octets throws(WireError) in try IPv6Header(parsingQuoted: octets)
    }
    let payload = packet.extracting(header.payloadRange)
    guard let extensions = try? IPv6Extensions(parsing: payload, first: header.nextHeader)
    else { return }
    if let fragment = extensions.fragment { checkFragment(fragment, payload, extensions.byteCount) }
    guard (extensions.fragment?.byteOffset ?? 0) == 0 else { return }
    checkUpper(
      payload.extracting(extensions.byteCount..<payload.count), extensions.protocolNumber,
      IPAddress(header.source), IPAddress(header.destination))
  }

  private mutating func checkFragment(
    _ fragment: IPv6FragmentHeader, _ payload: Span<UInt8>, _ end: Int
  ) {
    var written: [UInt8] = []
    fragment.append(to: &written)
    let start = end - IPv6FragmentHeader.byteCount
    compare("fragment", fragment, written, payload.extracting(start..<end)) {
      octets throws(WireError) in try IPv6FragmentHeader(parsing: octets)
    }
  }
}

extension FrameSummary {
  static func udp(_ datagram: Span<UInt8>, _ carrier: Carrier) -> String {
    do {
      let header = try UDPHeader(parsingQuoted: datagram)
      return carrier.line(
        "UDP, length \(Int(header.length) - UDPHeader.byteCount)",
        ports: (header.sourcePort, header.destinationPort))
    } catch {
      return carrier.line("UDP [\(error)]")
    }
  }

  static func tcp(_ segment: Span<UInt8>, _ carrier: Carrier) -> String {
    do {
      let header = try TCPHeader(parsing: segment)
      let list = segment.extracting(TCPHeader.byteCountMin..<header.headerByteCount)
      return carrier.line(
        try tcp(header, options: list, byteCount: carrier.byteCount - header.headerByteCount),
        ports: (header.sourcePort, header.destinationPort))
    } catch {
      return carrier.line("TCP [\(error)]")
    }
  }

  /// `byteCount` is the payload's.
  private static func tcp(
    _ header: TCPHeader, options: Span<UInt8>, byteCount: Int
  ) throws(WireError) -> String {
    var text = "Flags [\(header.flags)]"
    if byteCount > 0 {
      let end = header.sequenceNumber &+ UInt32(truncatingIfNeeded: byteCount)
      text += ", seq \(header.sequenceNumber):\(end)"
    } else if !header.flags.isDisjoint(with: [.synchronize, .finish, .reset]) {
      text += ", seq \(header.sequenceNumber)"
    }
    if header.flags.contains(.acknowledgment) { text += ", ack \(header.acknowledgmentNumber)" }
    text += ", win \(header.window)"
    if header.flags.contains(.urgent) { text += ", urg \(header.urgentPointer)" }
    if !options.isEmpty { text += ", options [\(try list(options))]" }
    return text + ", length \(byteCount)"
  }

  /// Options in the order in which they stand there.
  private static func list(_ options: Span<UInt8>) throws(WireError) -> String {
    var texts: [String] = []
    var cursor = OptionCursor()
    while let option = try cursor.next(in: options) {
      let octets = options.extracting(option.octets)
      switch option.kind {
      case OptionCursor.Kind.end: texts.append("eol")
      case OptionCursor.Kind.noOperation: texts.append("nop")
      default: texts.append(text(option.kind, try TCPOptions(parsing: octets)))
      }
    }
    return texts.joined(separator: ",")
  }

  /// `option` is the only one.
  private static func text(_ kind: UInt8, _ option: TCPOptions) -> String {
    if let size = option.maximumSegmentSize { return "mss \(size)" }
    if let scale = option.windowScale { return "wscale \(scale)" }
    if option.isSACKPermitted { return "sackOK" }
    if let timestamps = option.timestamps {
      return "TS val \(timestamps.value) ecr \(timestamps.echo)"
    }
    guard !option.sackBlocks.isEmpty else { return "unknown-\(kind)" }
    let blocks = (0..<option.sackBlocks.count).map { index in
      "{\(option.sackBlocks[index].start):\(option.sackBlocks[index].end)}"
    }
    return "sack \(blocks.count) " + blocks.joined()
  }
}

import Wire

/// IPv6 packets that have come in (RFC 8200).
extension NetworkStack {
  mutating func receiveIPv6(
    _ packet: PacketReference, behind ethernet: EthernetHeader, at now: UInt64
  ) {
    let header: IPv6Header
    switch Self.checkIPv6(packet, behind: ethernet, for: configuration) {
    case .taken(let checked): header = checked
    case .refused(let reason): return discard(packet, reason)
    }
    guard let datagram = datagram(packet, header, at: ethernet.headerByteCount, now) else { return }
    guard let fragment = datagram.fragment else {
      return deliver(packet, datagram.part, header, at: now)
    }
    guard let whole = reassemble(packet, datagram.part, fragment, ethernet, at: now) else { return }
    guard let datagram = self.datagram(packet, whole, at: EthernetHeader.byteCount, now, true)
    else { return }
    // A fragment of fragments: nobody makes them but to get past those who look.
    guard datagram.fragment == nil else { return discard(packet, \.malformed) }
    deliver(packet, datagram.part, whole, at: now)
  }

  enum CheckedIPv6 {
    case taken(IPv6Header)
    case refused(WritableKeyPath<StackCounters, UInt64>)
  }

  /// The network layer: whether a datagram is for the host, and whole as far as its first header says.
  static func checkIPv6(
    _ packet: PacketReference, behind ethernet: EthernetHeader, for host: HostConfiguration
  ) -> CheckedIPv6 {
    let parsed = packet.withFrame {
      try? IPv6Header(parsing: $0.extracting(ethernet.headerByteCount...))
    }
    guard let header = parsed else { return .refused(\.malformed) }
    // As with IPv4, what goes to one host is not sent to all on the link.
    guard host.takes(header.destination),
      header.destination.isMulticast || !ethernet.destination.isMulticast
    else { return .refused(\.notForUs) }
    guard isSource(header.source), !host.owns(header.source) else { return .refused(\.malformed) }
    return .taken(header)
  }

  /// Whether anybody may send from an address: neither a group, nor ourselves, nor, on the wire, one that stands for an IPv4
  /// address (RFC 4291 §2.5.5.2), which our tables would take for that.
  private static func isSource(_ address: IPv6Address) -> Bool {
    !address.isMulticast && !address.isLoopback && !IPAddress(address).isV4
  }

  private mutating func deliver(
    _ packet: PacketReference, _ datagram: Datagram, _ header: IPv6Header, at now: UInt64
  ) {
    guard Self.mayCarry(datagram.protocolNumber, header) else {
      return discard(packet, \.malformed)
    }
    deliver(packet, datagram, at: now)
  }

  /// Whether a protocol is spoken between such addresses.
  static func mayCarry(_ protocolNumber: UInt8, _ header: IPv6Header) -> Bool {
    // Who has no address yet asks for neighbours, and does nothing else (RFC 4291 §2.5.2).
    guard !header.source.isUnspecified || protocolNumber == IPProtocol.icmpv6 else { return false }
    // TCP has no groups (RFC 9293 §3.9.2.3).
    return !header.destination.isMulticast || protocolNumber != IPProtocol.tcp
  }

  // MARK: Extension headers (RFC 8200 §4)

  /// Reads past the extension headers: what they introduce, or a fragment of that. Nil where they ask for what we don't do, and
  /// the packet is refused.
  private mutating func datagram(
    _ packet: PacketReference, _ header: IPv6Header, at offset: Int, _ now: UInt64,
    _ isReassembled: Bool = false
  ) -> (part: Datagram, fragment: IPv6FragmentHeader?)? {
    guard let extensions = packet.extensions(of: header, at: offset, isReassembled) else {
      discard(packet, \.malformed)
      return nil
    }
    let datagram = Datagram(header, extensions, at: offset)
    guard !extensions.areRefused else {
      counters.extensionsRefused += 1
      if let problem = extensions.problem(for: header.destination) {
        sendError(problem, about: packet, datagram, at: now)
      }
      discarded.append(packet)
      return nil
    }
    return (datagram, extensions.fragment)
  }

  // MARK: Fragments (RFC 8200 §4.5)

  /// Keeps what a fragment carries. The last one's packet becomes the whole datagram, whose header is returned; nil for others,
  /// which are discarded.
  private mutating func reassemble(
    _ packet: PacketReference, _ datagram: Datagram, _ header: IPv6FragmentHeader,
    _ ethernet: EthernetHeader, at now: UInt64
  ) -> IPv6Header? {
    if let problem = problem(packet, datagram, header) {
      sendError(problem, about: packet, datagram, at: now)
      discard(packet, \.fragments)
      return nil
    }
    let fragment = Fragment(
      source: datagram.source, destination: datagram.destination,
      identification: header.identification, protocolNumber: datagram.protocolNumber,
      byteOffset: header.byteOffset, hasMore: header.hasMore)
    let outcome = packet.withFrame {
      reassembler.take(fragment, $0.extracting(datagram.payload), at: now)
    }
    guard case .whole(let payload, let protocolNumber) = outcome else {
      discard(packet, \.fragments)
      return nil
    }
    // Its hop limit is not that of neighbours' messages: in fragments, those are not believed (RFC 6980 §5).
    let whole = IPv6Header(
      payloadByteCount: payload.count, nextHeader: protocolNumber, source: datagram.source.v6,
      destination: datagram.destination.v6)
    make(packet, of: payload, behind: ethernet, headerByteCount: IPv6Header.byteCount) {
      whole.write(to: &$0, at: $1)
    }
    return whole
  }

  /// What is wrong with a fragment by itself, and is told.
  private func problem(
    _ packet: PacketReference, _ datagram: Datagram, _ header: IPv6FragmentHeader
  ) -> ICMPv6Message? {
    if header.hasMore, datagram.payload.count & 7 != 0 {
      // At the length of the payload.
      return .parameterProblem(code: ICMPv6ParameterProblem.badField, pointer: 4)
    }
    if header.byteOffset + datagram.payload.count > Int(UInt16.max) {
      // At the offset, two octets behind where the number of the protocol stands.
      let pointer = UInt32(datagram.protocolPointer + 2)
      return .parameterProblem(code: ICMPv6ParameterProblem.badField, pointer: pointer)
    }
    guard header.byteOffset == 0 else { return nil }
    let isComplete = packet.withFrame { frame in
      let payload = frame.extracting(datagram.payload)
      let rest = try? IPv6Extensions(
        parsing: payload, first: datagram.protocolNumber, isReassembled: true)
      return rest.map { $0.byteCount < payload.count } ?? false
    }
    // RFC 7112 §5: all headers are in the first fragment.
    return isComplete
      ? nil : .parameterProblem(code: ICMPv6ParameterProblem.incompleteHeaders, pointer: 0)
  }
}

extension NetworkStack.Datagram {
  /// What is introduced by the headers of a datagram that begins at `offset` of its frame.
  init(_ header: IPv6Header, _ extensions: IPv6Extensions, at offset: Int) {
    let start = offset + IPv6Header.byteCount
    self.init(
      source: IPAddress(header.source), destination: IPAddress(header.destination),
      protocolNumber: extensions.protocolNumber, offset: offset,
      payload: start + extensions.byteCount..<start + Int(header.payloadLength),
      protocolPointer: extensions.protocolPointer)
  }
}

extension PacketReference {
  /// What lies between the header that was parsed at `offset` of the frame and what the datagram carries; nil where that can't
  /// be read.
  func extensions(
    of header: IPv6Header, at offset: Int, _ isReassembled: Bool = false
  ) -> IPv6Extensions? {
    let start = offset + IPv6Header.byteCount
    return withFrame {
      try? IPv6Extensions(
        parsing: $0.extracting(start..<start + Int(header.payloadLength)),
        first: header.nextHeader, isReassembled: isReassembled)
    }
  }
}

extension IPv6Extensions {
  /// Whether they ask for what no host does that is not told to.
  var areRefused: Bool { unknownOption != nil || route != nil }

  /// What is told of what is refused; nil: nothing.
  fileprivate func problem(for destination: IPv6Address) -> ICMPv6Message? {
    if let option = unknownOption {
      guard option.isReported(to: destination) else { return nil }
      return .parameterProblem(
        code: ICMPv6ParameterProblem.unknownOption, pointer: UInt32(option.pointer))
    }
    return route.map {
      .parameterProblem(code: ICMPv6ParameterProblem.badField, pointer: UInt32($0.pointer))
    }
  }
}

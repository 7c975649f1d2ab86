import NetStack
import Wire

/// The other side of a script, as the host sees it: makes frames of a script's segments, and reads the host's.
struct ScriptPeer {
  static let hardware = MACAddress(bits: 0x0200_0000_0063)
  static let hostHardware = MACAddress(bits: 0x0200_0000_0001)
  static let hostPort: UInt16 = 80
  static let peerPort: UInt16 = 50_000
  /// The peer's ISN: all scripts go past the sequence space's end.
  static let base: UInt32 = 0xffff_fe00

  let family: ScriptFamily
  var address: IPAddress { ScriptAddress.peer(family) }
  var hostAddress: IPAddress { ScriptAddress.host(family) }
  /// The host's ISN, from its first SYN on; another SYN begins anew.
  private(set) var hostBase: UInt32?
  /// What the host's clock is ahead of the script's.
  private var clockOffset: UInt32?
  private var hostPort = Self.hostPort
  private var peerPort = Self.peerPort
  /// A connection that the host has opened has the ports the other way round.
  var isServer = false { didSet { peerPort = isServer ? 80 : Self.peerPort } }

  init(_ family: ScriptFamily) { self.family = family }

  // MARK: To the host

  func frame(_ segment: ScriptSegment) -> [UInt8] {
    let payload = (0..<segment.payloadByteCount).map { Self.octet(segment.sequence + $0) }
    let header = TCPHeader(
      sourcePort: peerPort, destinationPort: hostPort,
      sequenceNumber: Self.base &+ UInt32(truncatingIfNeeded: segment.sequence),
      acknowledgmentNumber: segment.acknowledgment.map {
        (hostBase ?? 0) &+ UInt32(truncatingIfNeeded: $0)
      } ?? 0, flags: segment.flags, window: UInt16(segment.window ?? 0),
      options: options(segment.options))
    var octets: [UInt8] = []
    header.append(to: &octets, payload: payload.span, from: address, to: hostAddress)
    return headers(protocolNumber: IPProtocol.tcp, payloadByteCount: octets.count) + octets
  }

  private func options(_ script: ScriptOptions?) -> TCPOptions {
    guard let script else { return TCPOptions() }
    var options = TCPOptions(
      maximumSegmentSize: script.maximumSegmentSize.map(UInt16.init),
      windowScale: script.windowScale.map(UInt8.init), isSACKPermitted: script.isSACKPermitted)
    if let timestamps = script.timestamps {
      let echo = timestamps.echo ?? 0
      options.timestamps = TCPOptions.Timestamps(
        value: UInt32(truncatingIfNeeded: timestamps.value ?? 0),
        echo: echo == 0 ? 0 : UInt32(truncatingIfNeeded: echo) &+ (clockOffset ?? 0))
    }
    for block in script.blocks {
      options.sackBlocks.append(
        SACKBlock(
          start: (hostBase ?? 0) &+ UInt32(block.lowerBound),
          end: (hostBase ?? 0) &+ UInt32(block.upperBound)))
    }
    return options
  }

  /// What a frame of the peer begins with.
  func headers(protocolNumber: UInt8, payloadByteCount: Int) -> [UInt8] {
    var frame: [UInt8] = []
    EthernetHeader(
      destination: Self.hostHardware, source: Self.hardware,
      etherType: family == .v4 ? EthernetHeader.EtherType.ipv4 : EthernetHeader.EtherType.ipv6
    ).append(to: &frame)
    return frame
      + Self.header(protocolNumber, payloadByteCount, from: address, to: hostAddress)
  }

  /// The IP header of the version that both addresses are of.
  private static func header(
    _ protocolNumber: UInt8, _ payloadByteCount: Int, from source: IPAddress,
    to destination: IPAddress
  ) -> [UInt8] {
    var octets: [UInt8] = []
    if let source = source.v4, let destination = destination.v4 {
      IPv4Header(
        payloadByteCount: payloadByteCount, protocolNumber: protocolNumber, source: source,
        destination: destination
      ).append(to: &octets)
    } else {
      IPv6Header(
        payloadByteCount: payloadByteCount, nextHeader: protocolNumber, source: source.v6,
        destination: destination.v6
      ).append(to: &octets)
    }
    return octets
  }

  /// An error about a segment of the host.
  func frame(_ error: ScriptError) -> [UInt8] {
    var quoted = Self.header(IPProtocol.tcp, 1000, from: hostAddress, to: address)
    let header = TCPHeader(
      sourcePort: hostPort, destinationPort: peerPort,
      sequenceNumber: (hostBase ?? 0) &+ UInt32(truncatingIfNeeded: error.sequence),
      flags: .acknowledgment, window: 0)
    var tcp: [UInt8] = []
    header.append(to: &tcp, payload: [UInt8]().span, from: hostAddress, to: address)
    quoted += tcp.prefix(8)
    var frame = headers(
      protocolNumber: family == .v4 ? IPProtocol.icmp : IPProtocol.icmpv6,
      payloadByteCount: ICMPHeader.byteCount + quoted.count)
    if family == .v4 {
      ICMPMessage.destinationUnreachable(code: error.code, nextHopMTU: error.mtu).header
        .append(to: &frame, body: quoted.span)
    } else {
      Self.message(error).header
        .append(to: &frame, body: quoted.span, from: address.v6, to: hostAddress.v6)
    }
    return frame
  }

  /// What ICMPv6 has for an error of ICMP.
  private static func message(_ error: ScriptError) -> ICMPv6Message {
    switch error.code {
    case ICMPUnreachable.fragmentationNeeded: .packetTooBig(mtu: UInt32(error.mtu))
    case ICMPUnreachable.protocol:
      .parameterProblem(code: ICMPv6ParameterProblem.unknownNextHeader, pointer: 6)
    case ICMPUnreachable.port: .destinationUnreachable(code: ICMPv6Unreachable.port)
    default: .destinationUnreachable(code: ICMPv6Unreachable.noRoute)
    }
  }

  /// Tells the host where the peer is, whom it has asked for or not.
  func introduction() -> [UInt8] {
    guard family == .v4 else {
      return neighborFrame(
        .neighborSolicitation(target: hostAddress.v6),
        NeighborOptions(sourceLinkAddress: Self.hardware))
    }
    var frame: [UInt8] = []
    EthernetHeader(
      destination: Self.hostHardware, source: Self.hardware,
      etherType: EthernetHeader.EtherType.arp
    ).append(to: &frame)
    ARPPacket(
      operation: .reply, senderHardware: Self.hardware, sender: ScriptAddress.peer,
      targetHardware: Self.hostHardware, target: ScriptAddress.host
    ).append(to: &frame)
    return frame
  }

  /// The peer's answer to who asks for it.
  func advertisement() -> [UInt8] {
    guard family == .v6 else { return introduction() }
    return neighborFrame(
      .neighborAdvertisement(target: address.v6, flags: [.solicited, .override]),
      NeighborOptions(targetLinkAddress: Self.hardware))
  }

  private func neighborFrame(
    _ body: NeighborMessage.Body, _ options: NeighborOptions
  ) -> [UInt8] {
    let message = NeighborMessage(body, options: options)
    var frame: [UInt8] = []
    EthernetHeader(
      destination: Self.hostHardware, source: Self.hardware,
      etherType: EthernetHeader.EtherType.ipv6
    ).append(to: &frame)
    IPv6Header(
      payloadByteCount: message.byteCount, nextHeader: IPProtocol.icmpv6,
      hopLimit: NeighborMessage.hopLimit, source: address.v6, destination: hostAddress.v6
    ).append(to: &frame)
    message.append(to: &frame, from: address.v6, to: hostAddress.v6)
    return frame
  }

  /// The octet that either side sends at a place of its stream.
  static func octet(_ place: Int) -> UInt8 { UInt8(truncatingIfNeeded: place &* 7 &+ place >> 8) }

  // MARK: From the host

  enum Heard {
    case segment(ScriptSegment)
    case asksForUs
    case answersUs
    case wrong(String)
  }

  /// Reads a frame of the host.
  mutating func hear(_ frame: [UInt8]) -> Heard {
    do {
      let ethernet = try EthernetHeader(parsing: frame.span)
      let packet = Array(frame[ethernet.headerByteCount...])
      guard ethernet.etherType != EthernetHeader.EtherType.arp else { return .asksForUs }
      guard let (protocolNumber, octets) = try payload(of: packet) else {
        return .wrong("\(frame.withSpan { FrameSummary($0) })")
      }
      if protocolNumber == IPProtocol.icmpv6, let heard = Self.hearNeighbor(octets) { return heard }
      guard protocolNumber == IPProtocol.tcp else {
        return .wrong("\(frame.withSpan { FrameSummary($0) })")
      }
      try TCPHeader.verify(octets.span, from: hostAddress, to: address)
      return hear(try TCPHeader(parsing: octets.span), octets)
    } catch {
      return .wrong("\(error)")
    }
  }

  /// What a packet of the family carries; nil: it is of the other one.
  private func payload(of packet: [UInt8]) throws(WireError) -> (UInt8, [UInt8])? {
    guard packet.first.map({ $0 >> 4 }) == (family == .v4 ? 4 : 6) else { return nil }
    if family == .v4 {
      let ip = try IPv4Header(parsing: packet.span)
      return (ip.protocolNumber, Array(packet[ip.headerByteCount..<Int(ip.totalLength)]))
    }
    let ip = try IPv6Header(parsing: packet.span)
    return (ip.nextHeader, Array(packet[ip.payloadRange]))
  }

  private static func hearNeighbor(_ octets: [UInt8]) -> Heard? {
    switch (try? NeighborMessage(parsing: octets.span))?.body {
    case .neighborSolicitation: .asksForUs
    case .neighborAdvertisement: .answersUs
    default: nil
    }
  }

  private mutating func hear(_ header: TCPHeader, _ octets: [UInt8]) -> Heard {
    if header.flags.contains(.synchronize) {
      (hostBase, hostPort) = (header.sequenceNumber, header.sourcePort)
    }
    let base = hostBase ?? 0
    let payload = octets[header.headerByteCount...]
    var segment = ScriptSegment(
      flags: header.flags, sequence: Self.distance(header.sequenceNumber, base),
      payloadByteCount: payload.count,
      acknowledgment: header.flags.contains(.acknowledgment)
        ? Self.distance(header.acknowledgmentNumber, Self.base) : nil, window: Int(header.window),
      options: nil)
    segment.options = options(header.options)
    let isRight = payload.enumerated().allSatisfy { $1 == Self.octet(segment.sequence + $0) }
    return isRight ? .segment(segment) : .wrong("\(segment) carries other octets")
  }

  private func options(_ options: TCPOptions) -> ScriptOptions {
    var script = ScriptOptions()
    script.maximumSegmentSize = options.maximumSegmentSize.map(Int.init)
    script.windowScale = options.windowScale.map(Int.init)
    script.isSACKPermitted = options.isSACKPermitted
    if let timestamps = options.timestamps {
      script.timestamps = ScriptOptions.Timestamps(
        value: Self.distance(timestamps.value, clockOffset ?? 0), echo: Int(timestamps.echo))
    }
    for index in 0..<options.sackBlocks.count {
      let block = options.sackBlocks[index]
      script.blocks.append(
        Self.distance(block.start, Self.base)..<Self.distance(block.end, Self.base))
    }
    return script
  }

  private static func distance(_ number: UInt32, _ base: UInt32) -> Int {
    Int(Int32(bitPattern: number &- base))
  }

  /// The first timestamp that a script expects sets its clock.
  mutating func setClock(_ expected: ScriptOptions?, _ got: ScriptOptions?) -> ScriptOptions? {
    guard clockOffset == nil, let value = expected?.timestamps?.value,
      let mine = got?.timestamps?.value
    else { return got }
    clockOffset = UInt32(truncatingIfNeeded: mine - value)
    var set = got
    set?.timestamps?.value = value
    return set
  }
}

import Wire

/// A frame of IPv6 as a script writes it: who to whom, the hop limit if it is another one than 64, extension headers and
/// what they introduce. Addresses are `peer`, `host`, `peer-link`, `host-link` and `solicited` (in which groups the host is asked for), or written out.
///
///     peer > host echo 5 6 size 100
///     peer-link > solicited hop 255 ns host-link lladdr
///     peer > host hop-by-hop c0020000 dst 1e00 route 0 left 1 frag 7 0:504 udp 1000 7 size 1000
///
/// What stands behind `frag` is cut to the octets that it names.
struct ScriptFrame: Sendable {
  let octets: [UInt8]

  init?(parsing words: [String]) {
    var reader = ScriptFrameReader(words)
    guard let octets = reader.frame() else { return nil }
    self.octets = octets
  }
}

/// Makes a frame of a line's words.
private struct ScriptFrameReader {
  private var words: ArraySlice<String>
  private var source = IPv6Address.any
  private var destination = IPv6Address.any
  private var hopLimit: UInt8 = 64

  init(_ words: [String]) { self.words = words[...] }

  private mutating func word() -> String? { words.popFirst() }
  private mutating func number() -> Int? { word().flatMap { Int($0) } }

  /// Whether the next word is this one, which is gone over then.
  private mutating func take(_ expected: String) -> Bool {
    guard words.first == expected else { return false }
    words.removeFirst()
    return true
  }

  mutating func frame() -> [UInt8]? {
    guard let source = word().flatMap(Self.address), take(">"),
      let destination = word().flatMap(Self.address)
    else { return nil }
    (self.source, self.destination) = (source, destination)
    if take("hop") {
      guard let limit = number() else { return nil }
      hopLimit = UInt8(limit)
    }
    guard let (first, payload) = rest(), words.isEmpty else { return nil }
    var frame: [UInt8] = []
    EthernetHeader(
      destination: destination.isMulticast
        ? MACAddress(multicast: destination) : ScriptPeer.hostHardware,
      source: ScriptPeer.hardware, etherType: EthernetHeader.EtherType.ipv6
    ).append(to: &frame)
    IPv6Header(
      payloadByteCount: payload.count, nextHeader: first, hopLimit: hopLimit, source: source,
      destination: destination
    ).append(to: &frame)
    return frame + payload
  }

  private static func address(_ word: String) -> IPv6Address? {
    switch word {
    case "peer": ScriptAddress.peer6
    case "host": ScriptAddress.host6
    case "peer-link": IPv6Address(linkLocal: ScriptPeer.hardware)
    case "host-link": IPv6Address(linkLocal: ScriptPeer.hostHardware)
    case "solicited": ScriptAddress.host6.solicitedNode
    default: IPv6Address(word)
    }
  }

  // MARK: Headers

  private typealias Part = (number: UInt8, octets: [UInt8])

  /// The rest of the line, and which header it begins with.
  private mutating func rest() -> Part? {
    guard let name = word() else { return nil }
    switch name {
    case "hop-by-hop": return options(IPProtocol.hopByHopOptions)
    case "dst": return options(IPProtocol.destinationOptions)
    case "route": return route()
    case "frag": return fragment()
    default: return message(name)
    }
  }

  /// A header of options, in hexadecimal digits, padded to eight octets.
  private mutating func options(_ number: UInt8) -> Part? {
    guard let digits = word(), let (next, payload) = rest() else { return nil }
    let places = stride(from: 0, to: digits.count, by: 2)
    var list = places.compactMap { UInt8(digits.dropFirst($0).prefix(2), radix: 16) }
    while (list.count + 2) % 8 != 0 { list.append(0) }
    return (number, [next, UInt8((list.count + 2) / 8 - 1)] + list + payload)
  }

  private mutating func route() -> Part? {
    guard let type = self.number(), take("left"), let left = number(),
      let (next, payload) = rest()
    else { return nil }
    return (IPProtocol.routing, [next, 0, UInt8(type), UInt8(left), 0, 0, 0, 0] + payload)
  }

  private mutating func fragment() -> Part? {
    guard let identification = number(),
      let ends = word()?.split(separator: ":").compactMap({ Int($0) }), ends.count == 2,
      let (next, payload) = rest(), ends[0] <= ends[1], ends[1] <= payload.count
    else { return nil }
    var octets: [UInt8] = []
    IPv6FragmentHeader(
      nextHeader: next, identification: UInt32(identification), byteOffset: ends[0],
      hasMore: ends[1] < payload.count
    ).append(to: &octets)
    return (IPProtocol.fragment, octets + payload[ends[0]..<ends[1]])
  }

  // MARK: Messages

  private mutating func message(_ name: String) -> Part? {
    switch name {
    case "udp": return datagram()
    case "syn": return synchronization()
    case "none": return (IPProtocol.noNextHeader, [])
    case "proto":
      guard let number = number(), let body = body() else { return nil }
      return (UInt8(number), body)
    case "echo", "unreachable", "too-big", "problem": return control(name)
    case "query": return query()
    default: return neighbor(name)
    }
  }

  /// `query MILLISECONDS GROUP` of multicast listener discovery.
  private mutating func query() -> Part? {
    guard let milliseconds = number(), let group = word().flatMap(Self.address) else { return nil }
    var body = (0..<16).map { UInt8(truncatingIfNeeded: group.bits >> UInt128(120 - 8 * $0)) }
    body += [0, 0, 0, 0]
    var octets: [UInt8] = []
    ICMPHeader(type: MulticastListener.query, word: UInt32(milliseconds) << 16)
      .append(to: &octets, body: body.span, from: source, to: destination)
    return (IPProtocol.icmpv6, octets)
  }

  /// `size N`: as many octets.
  private mutating func body() -> [UInt8]? {
    guard take("size") else { return [] }
    return number().map { count in (0..<count).map { ScriptPeer.octet($0) } }
  }

  private mutating func datagram() -> Part? {
    guard let from = number(), let to = number(), let body = body() else { return nil }
    var octets: [UInt8] = []
    let header = UDPHeader(
      sourcePort: UInt16(from), destinationPort: UInt16(to), payloadByteCount: body.count)
    if take("unchecked") {
      header.appendUnchecked(to: &octets)
      octets += body
    } else {
      header.append(
        to: &octets, payload: body.span, from: IPAddress(source), to: IPAddress(destination))
    }
    return (IPProtocol.udp, octets)
  }

  private mutating func synchronization() -> Part? {
    guard let port = number() else { return nil }
    var octets: [UInt8] = []
    TCPHeader(
      sourcePort: ScriptPeer.peerPort, destinationPort: UInt16(port),
      sequenceNumber: ScriptPeer.base, flags: .synchronize, window: 1000
    ).append(
      to: &octets, payload: [UInt8]().span, from: IPAddress(source), to: IPAddress(destination))
    return (IPProtocol.tcp, octets)
  }

  private mutating func control(_ name: String) -> Part? {
    guard let first = number() else { return nil }
    let message: ICMPv6Message
    switch name {
    case "echo":
      guard let sequence = number() else { return nil }
      message = .echoRequest(
        ICMPEcho(identifier: UInt16(first), sequenceNumber: UInt16(sequence)))
    case "unreachable": message = .destinationUnreachable(code: UInt8(first))
    case "too-big": message = .packetTooBig(mtu: UInt32(first))
    default: message = .parameterProblem(code: UInt8(first), pointer: 0)
    }
    guard let body = body() else { return nil }
    var octets: [UInt8] = []
    message.header.append(to: &octets, body: body.span, from: source, to: destination)
    return (IPProtocol.icmpv6, octets)
  }

  /// `ns TARGET`, `na TARGET FLAGS`, `ra`, `redirect TARGET`; with `lladdr` it says where its sender is, with `lladdr MAC`
  /// where somebody is.
  private mutating func neighbor(_ name: String) -> Part? {
    guard let body = neighborBody(name) else { return nil }
    var options = NeighborOptions()
    if take("lladdr") {
      let address = words.first.flatMap { MACAddress($0) }
      if address != nil { words.removeFirst() }
      if name == "na" {
        options.targetLinkAddress = address ?? ScriptPeer.hardware
      } else {
        options.sourceLinkAddress = address ?? ScriptPeer.hardware
      }
    }
    var octets: [UInt8] = []
    NeighborMessage(body, options: options).append(to: &octets, from: source, to: destination)
    return (IPProtocol.icmpv6, octets)
  }

  private mutating func neighborBody(_ name: String) -> NeighborMessage.Body? {
    if name == "ra" { return .routerAdvertisement(RouterAdvertisement(routerLifetime: 1800)) }
    guard let target = word().flatMap(Self.address) else { return nil }
    switch name {
    case "ns": return .neighborSolicitation(target: target)
    case "na":
      guard let letters = word() else { return nil }
      var flags: NeighborFlags = []
      if letters.contains("R") { flags.insert(.router) }
      if letters.contains("S") { flags.insert(.solicited) }
      if letters.contains("O") { flags.insert(.override) }
      return .neighborAdvertisement(target: target, flags: flags)
    case "redirect": return .redirect(target: target, destination: target)
    default: return nil
    }
  }
}

/// What a script says of a frame that the host sends: a line as `FrameSummary` has it, behind `|` the hop limit, and what a
/// neighbour's message says beside that.
enum ScriptFrameText {
  static func text(of frame: [UInt8]) -> String {
    let summary = "\(frame.withSpan { FrameSummary($0) })"
    guard let ethernet = try? EthernetHeader(parsing: frame.span),
      let header = try? IPv6Header(
        parsing: frame.span.extracting(ethernet.headerByteCount..<frame.count))
    else { return summary }
    let target = "\(ethernet.destination)"
    let payload = Array(frame[(ethernet.headerByteCount + IPv6Header.byteCount)...])
    guard let extensions = try? IPv6Extensions(parsing: payload.span, first: header.nextHeader)
    else { return summary }
    let alert = extensions.routerAlert.map { " alert \($0)" } ?? ""
    let text = "\(summary) | \(target) hop \(header.hopLimit)\(alert)"
    // The sum is that of the whole message.
    guard extensions.protocolNumber == IPProtocol.icmpv6, extensions.fragment == nil else {
      return text
    }
    return text + detail(Array(payload[extensions.byteCount...]), header)
  }

  /// Of a message of ICMPv6.
  private static func detail(_ octets: [UInt8], _ header: IPv6Header) -> String {
    let message = try? ICMPHeader(
      parsing: octets.span, from: header.source, to: header.destination)
    guard let message else { return " with a wrong checksum" }
    guard message.type != MulticastListener.report else { return records(octets) }
    guard let message = try? NeighborMessage(parsing: octets.span) else { return "" }
    var text = ""
    if case .neighborAdvertisement(_, let flags) = message.body {
      text += " flags \(flags.contains(.router) ? "R" : "")\(flags.contains(.solicited) ? "S" : "")"
      text += flags.contains(.override) ? "O" : ""
    }
    if let address = message.options.sourceLinkAddress ?? message.options.targetLinkAddress {
      text += " lladdr \(address)"
    }
    return text
  }
  /// What a report says of each group: its kind, how many sources it names, and the group.
  private static func records(_ octets: [UInt8]) -> String {
    stride(from: ICMPHeader.byteCount, to: octets.count, by: 20).map { place in
      let group = IPv6Address(bits: octets.span.uint128(at: place + 4))
      return " kind \(octets[place]) of \(octets.span.uint16(at: place + 2)) \(group)"
    }.joined()
  }
}

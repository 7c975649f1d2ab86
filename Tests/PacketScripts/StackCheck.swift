import NetStack
import Wire

/// A host that listens and has a connection, and gets whatever frames an input says, at any times: for the fuzzer, and for the
/// tests that replay what it found.
///
/// The input is a row of steps: an octet that says what happens, two of how many milliseconds later, one of how long the rest
/// is, and that. A frame is sent as it is, or as a segment of a connection with right numbers and sums, so that it is looked at.
public struct StackCheck {
  private let host: TestHost
  private var now: UInt64 = 1_000_000_000
  private let listener: SocketReference
  private var accepted: [SocketReference] = []
  private var peerSequence: UInt32 = 0x1000
  private var hostSequence: UInt32 = 0

  /// Runs an input: a message where packets are lost, else nil. What is wrong with a stack otherwise traps.
  public static func complaint(about input: Span<UInt8>) -> String? {
    guard var check = try? StackCheck() else { return "nobody can listen" }
    var place = 0
    while place + 4 <= input.count {
      let count = min(Int(input[place + 3]), input.count - place - 4)
      let body = (0..<count).map { input[place + 4 + $0] }
      check.step(input[place], UInt64(input.uint16(at: place + 1)), body)
      place += 4 + count
    }
    return check.finish()
  }

  private init() throws(NetworkStack.SocketError) {
    let configuration = HostConfiguration(
      hardwareAddress: ScriptPeer.hostHardware, address: ScriptAddress.host,
      v6: IPv6Configuration(address: ScriptAddress.host6), socketLimit: 16, blockLimit: 32,
      heldPacketLimit: 16, secret: (1, 2))
    host = TestHost(configuration, packetCount: 128, at: now)
    host.refill()
    listener = try host.stack.listen(port: ScriptPeer.hostPort, backlog: 2)
    try host.stack.bindDatagrams(port: Self.echoPort, limit: 4)
    for family in ScriptFamily.allCases { deliver(ScriptPeer(family).introduction()) }
    collect()
  }

  private static let echoPort: UInt16 = 7

  private func deliver(_ frame: [UInt8]) {
    guard let packet = host.packets.take(Array(frame.prefix(1514))) else { return }
    host.stack.receive(packet, at: now)
  }

  private mutating func step(_ kind: UInt8, _ milliseconds: UInt64, _ body: [UInt8]) {
    advance(to: now + milliseconds * 1_000_000)
    switch kind & 7 {
    case 0: deliver(kind & 8 == 0 ? body : Self.packet(body))
    case 1...4: deliver(segment(body))
    case 5: use(body)
    case 6: if let socket = accepted.popLast() { host.stack.put(socket, at: now) }
    default:
      while let socket = host.stack.accept(listener) { accepted.append(socket) }
      while host.stack.echoDatagram(port: Self.echoPort, at: now) {}
    }
    collect()
  }

  /// An IPv6 packet whose header is right: what it carries, to which of the host's addresses, with which hop limit, and that,
  /// with a right sum where it is a message of ICMPv6, or a datagram of UDP.
  private static func packet(_ body: [UInt8]) -> [UInt8] {
    guard body.count >= 2 else { return body }
    let groups = [ScriptAddress.host6, .allNodes, ScriptAddress.host6.solicitedNode]
    let destination = groups[Int(body[1] & 3) % groups.count]
    let source =
      body[1] & 4 == 0 ? ScriptAddress.peer6 : IPv6Address(linkLocal: ScriptPeer.hardware)
    var payload = Array(body[2...])
    if body[0] == IPProtocol.icmpv6, let header = try? ICMPHeader(parsingQuoted: payload.span) {
      let rest = Array(payload[ICMPHeader.byteCount...])
      payload = []
      header.append(to: &payload, body: rest.span, from: source, to: destination)
    } else if body[0] == IPProtocol.udp, let header = try? UDPHeader(parsing: payload.span) {
      let rest = Array(payload[header.payloadRange])
      payload = []
      header.append(
        to: &payload, payload: rest.span, from: IPAddress(source), to: IPAddress(destination))
    }
    var frame: [UInt8] = []
    EthernetHeader(
      destination: destination.isMulticast
        ? MACAddress(multicast: destination) : ScriptPeer.hostHardware,
      source: ScriptPeer.hardware, etherType: EthernetHeader.EtherType.ipv6
    ).append(to: &frame)
    IPv6Header(
      payloadByteCount: payload.count, nextHeader: body[0], hopLimit: body[1] & 8 == 0 ? 255 : 64,
      source: source, destination: destination
    ).append(to: &frame)
    return frame + payload
  }

  /// Flags, offsets of both numbers, and a window; the rest is options or text.
  private func segment(_ body: [UInt8]) -> [UInt8] {
    guard body.count >= 6 else { return body }
    let offset = UInt32(body[1]) << (body[5] & 15)
    let payload = Array(body[6...])
    let header = TCPHeader(
      sourcePort: ScriptPeer.peerPort + UInt16(body[5] >> 6),
      destinationPort: ScriptPeer.hostPort,
      sequenceNumber: peerSequence &+ offset,
      acknowledgmentNumber: hostSequence &+ UInt32(body[2]),
      flags: TCPFlags(rawValue: body[0]), window: UInt16(body[3]) << 8 | UInt16(body[4]))
    var octets: [UInt8] = []
    let peer = ScriptPeer(body[5] & 16 == 0 ? .v4 : .v6)
    header.append(
      to: &octets, payload: payload.span, from: peer.address, to: peer.hostAddress)
    return peer.headers(protocolNumber: IPProtocol.tcp, payloadByteCount: octets.count) + octets
  }

  /// Reads, writes or closes.
  private func use(_ body: [UInt8]) {
    guard let socket = accepted.last, let action = body.first else { return }
    switch action & 3 {
    case 0:
      var octets = [UInt8](repeating: 0, count: 1 + body.count)
      var span = octets.mutableSpan
      _ = host.stack.read(socket, into: &span)
    case 1: _ = host.stack.write(body.span, to: socket)
    case 2: host.stack.close(socket, abandoning: false, at: now)
    default: host.stack.abort(socket, at: now)
    }
    host.stack.flush(socket, at: now)
  }

  private mutating func advance(to time: UInt64) {
    // Timers may come close together, but not without end.
    for _ in 0..<10_000 {
      guard let next = host.stack.deadline, next <= time else { break }
      now = max(now, next)
      host.stack.fire(at: now)
      collect()
    }
    now = max(now, time)
  }

  /// Learns the host's numbers from what it sends.
  private mutating func collect() {
    for frame in host.takeFrames(at: now) {
      guard frame.count >= 54, let ethernet = try? EthernetHeader(parsing: frame.span) else {
        continue
      }
      let isV4 = ethernet.etherType == EthernetHeader.EtherType.ipv4
      guard frame[isV4 ? 23 : 20] == IPProtocol.tcp,
        let header = try? TCPHeader(parsing: frame.span.extracting((isV4 ? 34 : 54)...))
      else { continue }
      hostSequence = header.sequenceNumber
      if header.flags.contains(.acknowledgment) { peerSequence = header.acknowledgmentNumber }
    }
  }

  private mutating func finish() -> String? {
    for socket in accepted { host.stack.put(socket, at: now) }
    accepted = []
    host.stack.unbindDatagrams(port: Self.echoPort)
    collect()
    guard host.hasAllPackets else { return "packets are lost" }
    host.stack.tearDown()
    collect()
    return nil
  }
}

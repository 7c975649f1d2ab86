import NetStack
import Wire

/// A host that listens and has a connection, and gets whatever frames an input says, at any times: for the fuzzer, and for the
/// tests that replay what it found.
///
/// The input is a row of steps: an octet that says what happens, two of how many milliseconds later, one of how long the rest
/// is, and that. A frame is sent as it is, or as a segment of a connection with right numbers and sums, so that it is looked at.
/// It goes to the stack at once, step by step, or late and through a lane, as further bits of the first octet say; see
/// `take(_:_:)`.
public struct StackCheck: ~Copyable {
  let host: TestHost
  private(set) var now = start
  private let listener: SocketReference
  var accepted: [CheckedReader] = []
  var steps = CheckedSteps()
  /// The numbers of each SYN that was sent, by the connection that it could have opened.
  private var openings: [SocketKey: [UInt32]] = [:]
  /// What is wrong.
  var complaint: String?
  private var peerSequence: UInt32 = 0x1000
  private var hostSequence: UInt32 = 0

  /// Runs an input: a message where packets or sockets are lost, or other octets are read than were sent, else nil. What is
  /// wrong with a stack otherwise traps.
  public static func complaint(about input: Span<UInt8>) -> String? {
    let host = makeHost()
    guard let listener = try? host.stack.listen(port: ScriptPeer.hostPort, backlog: 2),
      (try? host.stack.bindDatagrams(port: echoPort, limit: 4)) != nil
    else { return "nobody can listen" }
    var check = StackCheck(host, listener)
    var place = 0
    while place + 4 <= input.count {
      let count = min(Int(input[place + 3]), input.count - place - 4)
      let body = (0..<count).map { input[place + 4 + $0] }
      check.step(input[place], UInt64(input.uint16(at: place + 1)), body)
      place += 4 + count
    }
    return check.finish()
  }

  private static let start: UInt64 = 1_000_000_000

  private static func makeHost() -> TestHost {
    let configuration = HostConfiguration(
      hardwareAddress: ScriptPeer.hostHardware, address: ScriptAddress.host,
      v6: IPv6Configuration(address: ScriptAddress.host6), socketLimit: 16, blockLimit: 32,
      heldPacketLimit: 16, secret: (1, 2))
    let host = TestHost(configuration, packetCount: 128, at: start)
    host.refill()
    return host
  }

  private init(_ host: TestHost, _ listener: SocketReference) {
    self.host = host
    self.listener = listener
    for family in ScriptFamily.allCases { deliver(ScriptPeer(family).introduction(), 0) }
    collect()
  }

  private static let echoPort: UInt16 = 7

  private mutating func deliver(_ frame: [UInt8], _ kind: UInt8) {
    guard let packet = host.packets.take(Array(frame.prefix(1514))) else { return }
    packet.standInNoLane()
    take(packet, CheckedSteps.Way(rawValue: kind))
  }

  private mutating func step(_ kind: UInt8, _ milliseconds: UInt64, _ body: [UInt8]) {
    advance(to: now + milliseconds * 1_000_000)
    if CheckedSteps.Way(rawValue: kind).contains(.goesOn) {
      for action in body { goOn(action) }
      return collect()
    }
    switch kind & 7 {
    case 0: deliver(kind & 8 == 0 ? body : Self.packet(body), kind)
    case 1...4: deliver(segment(body), kind)
    case 5: use(body)
    case 6: if let reader = accepted.popLast() { host.stack.put(reader.socket, at: now) }
    default:
      accept()
      while host.stack.echoDatagram(port: Self.echoPort, at: now) {}
    }
    collect()
  }

  private mutating func accept() {
    while let socket = host.stack.accept(listener) {
      let places = openings[socket.value.key, default: []].map { $0 &+ 1 }
      accepted.append(CheckedReader(socket, places: places))
    }
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

  /// Flags, offsets of both numbers, and a window; for each octet of the rest there is one of text, which its place says.
  private mutating func segment(_ body: [UInt8]) -> [UInt8] {
    guard body.count >= 6 else { return body }
    let flags = TCPFlags(rawValue: body[0])
    let sequence = peerSequence &+ UInt32(body[1]) << (body[5] & 15)
    let first = flags.contains(.synchronize) ? sequence &+ 1 : sequence
    let payload = (0..<UInt32(body.count - 6)).map { CheckedReader.octet(at: first &+ $0) }
    let header = TCPHeader(
      sourcePort: ScriptPeer.peerPort + UInt16(body[5] >> 6),
      destinationPort: ScriptPeer.hostPort,
      sequenceNumber: sequence,
      acknowledgmentNumber: hostSequence &+ UInt32(body[2]),
      flags: flags, window: UInt16(body[3]) << 8 | UInt16(body[4]))
    var octets: [UInt8] = []
    let peer = ScriptPeer(body[5] & 16 == 0 ? .v4 : .v6)
    if flags.contains(.synchronize) {
      let key = SocketKey(
        local: peer.hostAddress, localPort: header.destinationPort, remote: peer.address,
        remotePort: header.sourcePort)
      openings[key, default: []].append(sequence)
    }
    header.append(
      to: &octets, payload: payload.span, from: peer.address, to: peer.hostAddress)
    return peer.headers(protocolNumber: IPProtocol.tcp, payloadByteCount: octets.count) + octets
  }

  /// Reads, writes or closes.
  private mutating func use(_ body: [UInt8]) {
    guard let socket = accepted.last?.socket, let action = body.first else { return }
    switch action & 3 {
    case 0: read(accepted.count - 1, atMost: 1 + body.count)
    case 1: _ = host.stack.write(body.span, to: socket)
    case 2: host.stack.close(socket, abandoning: false, at: now)
    default: host.stack.abort(socket, at: now)
    }
    host.stack.flush(socket, at: now)
  }

  private static let patienceNanoseconds: UInt64 = 4 * 3600 * 1_000_000_000

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
    finishSteps()
    for index in accepted.indices {
      while complaint == nil, read(index, atMost: 1000) > 0 {}
      host.stack.put(accepted[index].socket, at: now)
    }
    host.stack.put(listener, at: now)
    host.stack.unbindDatagrams(port: Self.echoPort)
    collect()
    // Nobody answers any more: all connections end by themselves.
    advance(to: now + Self.patienceNanoseconds)
    while host.stack.takeReady() != nil {}
    collect()
    guard host.hasAllPackets else { return "packets are lost" }
    guard host.stack.socketCount == 0 else { return "\(host.stack.socketCount) sockets are left" }
    host.stack.tearDown()
    collect()
    return complaint
  }
}

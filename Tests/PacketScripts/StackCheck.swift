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
      hardwareAddress: ScriptPeer.hostHardware, address: ScriptPeer.hostAddress, socketLimit: 16,
      blockLimit: 32, heldPacketLimit: 16, secret: (1, 2))
    host = TestHost(configuration, packetCount: 128, at: now)
    host.refill()
    listener = try host.stack.listen(port: ScriptPeer.hostPort, backlog: 2)
    deliver(ScriptPeer.arpReply())
  }

  private func deliver(_ frame: [UInt8]) {
    guard let packet = host.packets.take(Array(frame.prefix(1514))) else { return }
    host.stack.receive(packet, at: now)
  }

  private mutating func step(_ kind: UInt8, _ milliseconds: UInt64, _ body: [UInt8]) {
    advance(to: now + milliseconds * 1_000_000)
    switch kind & 7 {
    case 0: deliver(body)
    case 1...4: deliver(segment(body))
    case 5: use(body)
    case 6: if let socket = accepted.popLast() { host.stack.put(socket, at: now) }
    default: while let socket = host.stack.accept(listener) { accepted.append(socket) }
    }
    collect()
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
    header.append(
      to: &octets, payload: payload.span, from: IPAddress(ScriptPeer.address),
      to: IPAddress(ScriptPeer.hostAddress))
    return ScriptPeer.headers(
      protocolNumber: IPProtocol.tcp, payloadByteCount: octets.count) + octets
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
      guard let packet = try? EthernetHeader(parsing: frame.span),
        packet.etherType == EthernetHeader.EtherType.ipv4, frame.count >= 54,
        frame[23] == IPProtocol.tcp
      else { continue }
      guard let header = try? TCPHeader(parsing: frame.span.extracting(34...)) else { continue }
      hostSequence = header.sequenceNumber
      if header.flags.contains(.acknowledgment) { peerSequence = header.acknowledgmentNumber }
    }
  }

  private mutating func finish() -> String? {
    for socket in accepted { host.stack.put(socket, at: now) }
    accepted = []
    collect()
    guard host.hasAllPackets else { return "packets are lost" }
    host.stack.tearDown()
    collect()
    return nil
  }
}

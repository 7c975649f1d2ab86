import NetStack
import PacketScripts
import SeededNumbers
import Wire

/// Somebody who opens connections over either version of IP and sends on them, mostly right, and says other things beside that.
struct AnyPeer {
  private let target: HostConfiguration
  private var generator: SeededGenerator
  /// What comes next on a connection, by the peer's port.
  private var connections: [UInt16: (sequence: UInt32, acknowledgment: UInt32)] = [:]
  /// Frames before all others: the host is to know us.
  private var introductions: [[UInt8]]

  private static let addresses = [
    IPAddress(IPv4Address(10, 0, 0, 50)), IPAddress(IPv6Address(high: 0xfd00 << 48, low: 50)),
  ]

  init(_ target: HostConfiguration, seed: UInt64) {
    self.target = target
    generator = SeededGenerator(seed: seed)
    introductions = [TestFrame.solicitation(from: Self.addresses[1].v6, for: target)]
  }

  /// Ports with an even number are of IPv4.
  private static func address(_ port: UInt16) -> IPAddress { addresses[Int(port & 1)] }

  mutating func frame() -> [UInt8] {
    if let first = introductions.popLast() { return first }
    let port = UInt16.random(in: 5000...5009, using: &generator)
    var frame = Bool.random(using: &generator, of: 8) ? datagram(port) : segment(port)
    if Bool.random(using: &generator, of: 4), !Self.address(port).isV4 { extend(&frame) }
    if Bool.random(using: &generator, of: 4) { damage(&frame) }
    return frame
  }

  /// Learns from what the host says on its connections.
  mutating func hear(_ frame: [UInt8]) {
    guard let header = TestFrame.tcpHeader(of: frame),
      var connection = connections[header.destinationPort]
    else { return }
    if header.flags.contains(.reset) { return connections[header.destinationPort] = nil }
    connection.sequence = header.acknowledgmentNumber
    connection.acknowledgment =
      header.sequenceNumber &+ (header.flags.contains(.synchronize) ? 1 : 0)
    connections[header.destinationPort] = connection
  }

  private mutating func segment(_ port: UInt16) -> [UInt8] {
    let isNew = connections[port] == nil
    if isNew { connections[port] = (.random(in: 0...UInt32.max, using: &generator), 0) }
    let (sequence, acknowledgment) = connections[port]!
    var flags: TCPFlags = isNew ? .synchronize : .acknowledgment
    if !isNew, Bool.random(using: &generator, of: 30) { flags.insert(.finish) }
    let count = isNew ? 0 : Int.random(in: 0...600, using: &generator)
    return TestFrame.tcp(
      TCPHeader(
        sourcePort: port, destinationPort: 7, sequenceNumber: sequence,
        acknowledgmentNumber: acknowledgment, flags: flags, window: 60_000),
      [UInt8](repeating: 7, count: count), from: Self.address(port), to: target)
  }

  private static let payload: [UInt8] = [1, 2, 3, 4, 5]

  /// For a port that somebody has bound, or for another one.
  private mutating func datagram(_ port: UInt16) -> [UInt8] {
    let source = Self.address(port)
    let header = UDPHeader(
      sourcePort: port, destinationPort: Bool.random(using: &generator) ? 9 : 10,
      payloadByteCount: Self.payload.count)
    var octets: [UInt8] = []
    header.append(
      to: &octets, payload: Self.payload.span, from: source, to: target.address(like: source))
    return TestFrame.ip(octets, protocolNumber: IPProtocol.udp, from: source, to: target)
  }

  /// Puts an extension header before what an IPv6 datagram carries: one that is read past, one with an option that nobody knows,
  /// a route, or what says that it is a fragment.
  private mutating func extend(_ frame: inout [UInt8]) {
    let start = EthernetHeader.byteCount + IPv6Header.byteCount
    let next = frame[EthernetHeader.byteCount + 6]
    let (number, header): (UInt8, [UInt8]) = [
      (IPProtocol.destinationOptions, [next, 0, 1, 4, 0, 0, 0, 0]),
      (IPProtocol.hopByHopOptions, [next, 0, 1, 4, 0, 0, 0, 0]),
      (IPProtocol.destinationOptions, [next, 0, 0x9e, 4, 0, 0, 0, 0]),
      (IPProtocol.routing, [next, 0, 4, 1, 0, 0, 0, 0]),
      (IPProtocol.routing, [next, 0, 4, 0, 0, 0, 0, 0]),
      (IPProtocol.fragment, [next, 0, 0, 0, 0, 0, 0, 1]),
      (IPProtocol.fragment, [next, 0, 0, 1, 0, 0, 0, 2]),
    ].randomElement(using: &generator)!
    frame[EthernetHeader.byteCount + 6] = number
    let count = frame.count - start + header.count
    frame[EthernetHeader.byteCount + 4] = UInt8(count >> 8)
    frame[EthernetHeader.byteCount + 5] = UInt8(count & 255)
    frame.insert(contentsOf: header, at: start)
  }

  private mutating func damage(_ frame: inout [UInt8]) {
    switch Int.random(in: 0...3, using: &generator) {
    case 0: frame.removeLast(Int.random(in: 1..<frame.count, using: &generator))
    // Where headers are.
    case 1: frame[Int.random(in: 0..<min(frame.count, 60), using: &generator)] ^= 1 << 4
    case 2: frame += [0, 0, 0]
    default: frame[Int.random(in: 0..<frame.count, using: &generator)] &+= 1
    }
  }
}

extension Bool {
  /// True once in so many times.
  fileprivate static func random(using generator: inout SeededGenerator, of count: Int) -> Bool {
    Int.random(in: 0..<count, using: &generator) == 0
  }
}

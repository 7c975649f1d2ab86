import NetStack
import Wire

extension Attacker {
  /// Opens what connections an attack needs.
  func prepare(_ attack: HostileTests.Attack?) {
    guard let attack, attack.usesConnections else { return }
    for port in 1...40 as ClosedRange<UInt16> { open(port) }
  }

  /// Does its worst, once. `victim` has connections to the target.
  func attack(_ attack: HostileTests.Attack?, _ victim: IPv4Address, round: Int) {
    switch attack {
    case nil: break
    case .resets: for _ in 0..<5 { forge(.reset, from: victim) }
    case .acknowledgments: for _ in 0..<5 { forge(.acknowledgment, from: victim) }
    case .synchronizations: for _ in 0..<5 { forge(.synchronize, from: victim) }
    case .fragments: for _ in 0..<5 { sendFragment(from: victim) }
    case .garbage:
      network.inject((0..<random(0...200)).map { _ in random(0...255) })
    // A single octet's change no checksum misses.
    case .mutations: mutate(seen, changes: 1, isTCP: true)
    case .errors: forgeError(victim)
    default: useConnections(attack, round: round)
    }
  }

  /// On its own connections.
  private func useConnections(_ attack: HostileTests.Attack?, round: Int) {
    let port = UInt16(1 + round % 40)
    let turn = UInt32(round / 40)
    switch attack {
    case .tinySegments:
      // Single octets, each with a gap before it.
      for index in 0..<4 as Range<UInt32> {
        send(port, .acknowledgment, at: 100 + 2 * (4 * turn + index), [1])
      }
    case .outOfOrder:
      send(port, .acknowledgment, at: 2 + 1460 * (turn + 1), Array(repeating: 1, count: 1460))
    case .overlapping:
      let count = random(1...1400)
      send(
        port, .acknowledgment, at: random(2...40_000), Array(repeating: 1, count: count))
    case .neverReads:
      // The echo of this is never read: the window is none.
      send(port, .acknowledgment, at: 1 + 1000 * turn, Array(repeating: 1, count: 1000), window: 0)
    case .aByteASecond: send(port, .acknowledgment, at: 1 + turn, [1])
    default: break
    }
  }

  private func forge(_ flags: TCPFlags, from victim: IPv4Address) {
    put(
      TCPHeader(
        sourcePort: 49_153 + random(0...2), destinationPort: 7,
        sequenceNumber: random(0...UInt32.max), acknowledgmentNumber: random(0...UInt32.max),
        flags: flags, window: random(0...UInt16.max)), from: victim)
  }

  private func sendFragment(from victim: IPv4Address) {
    let payload = (0..<8 * random(1...100)).map { _ in UInt8(random(0...255)) }
    var frame: [UInt8] = []
    EthernetHeader(
      destination: target.hardwareAddress, source: TestFrame.hardware,
      etherType: EthernetHeader.EtherType.ipv4
    ).append(to: &frame)
    IPv4Header(
      payloadByteCount: payload.count, identification: random(0...UInt16.max),
      fragmentation: IPv4Header.Fragmentation(
        byteOffset: 8 * random(0...100), hasMore: Bool.random(using: &generator)),
      protocolNumber: IPProtocol.tcp, source: victim, destination: target.address
    ).append(to: &frame)
    network.inject(frame + payload)
  }

  /// A frame that somebody has sent, with some octets changed, and its end cut off or more behind it.
  func mutate(_ frames: [[UInt8]], changes: Int, isTCP: Bool = false) {
    guard var frame = frames.randomElement(using: &generator), !isTCP || frame.count > 60 else {
      return
    }
    for _ in 0..<random(1...changes) { frame[random(0...frame.count - 1)] = random(0...255) }
    if random(0...9) == 0 { frame.removeLast(random(1...frame.count - 1)) }
    if random(0...9) == 0 { frame += (0..<random(1...20)).map { _ in random(0...255) } }
    network.inject(frame)
  }

  private func forgeError(_ victim: IPv4Address) {
    var quoted: [UInt8] = []
    IPv4Header(
      payloadByteCount: 1000, protocolNumber: IPProtocol.tcp, source: target.address,
      destination: victim
    ).append(to: &quoted)
    var segment: [UInt8] = []
    TCPHeader(
      sourcePort: 7, destinationPort: 49_153 + random(0...2),
      sequenceNumber: random(0...UInt32.max), flags: .acknowledgment, window: 0
    ).append(
      to: &segment, payload: [UInt8]().span, from: IPAddress(target.address),
      to: IPAddress(victim))
    quoted += segment.prefix(8)
    var message: [UInt8] = []
    ICMPMessage.destinationUnreachable(code: random(0...5), nextHopMTU: random(0...1500)).header
      .append(to: &message, body: quoted.span)
    network.inject(
      TestFrame.ip(
        message, protocolNumber: IPProtocol.icmp, from: IPAddress(victim), to: target))
  }
}

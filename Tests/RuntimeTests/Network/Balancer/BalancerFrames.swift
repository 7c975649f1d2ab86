import Wire
import World

/// Frames of clients and backends.
struct BalancerFrames {
  private var random: RandomSource

  init(seed: UInt64) { random = RandomSource(seed: seed) }

  /// One of TCP or UDP, with right checksums.
  static func frame(
    _ flow: BalancerModel.Flow, flags: TCPFlags = .acknowledgment, from source: MACAddress,
    timeToLive: UInt8 = 64, fragmentation: IPv4Header.Fragmentation = .dont,
    payload: [UInt8] = []
  ) -> [UInt8] {
    let isTCP = flow.protocolNumber == IPProtocol.tcp
    var frame: [UInt8] = []
    EthernetHeader(
      destination: BalancerSetup.hardwareAddress, source: source,
      etherType: EthernetHeader.EtherType.ipv4
    ).append(to: &frame)
    let headerByteCount = isTCP ? TCPHeader.byteCountMin : UDPHeader.byteCount
    IPv4Header(
      payloadByteCount: headerByteCount + payload.count, timeToLive: timeToLive,
      fragmentation: fragmentation, protocolNumber: flow.protocolNumber, source: flow.source,
      destination: flow.destination
    ).append(to: &frame)
    let (source, destination) = (IPAddress(flow.source), IPAddress(flow.destination))
    if isTCP {
      TCPHeader(
        sourcePort: flow.sourcePort, destinationPort: flow.destinationPort,
        sequenceNumber: 7, acknowledgmentNumber: 9, flags: flags, window: 1000
      ).append(to: &frame, payload: payload.span, from: source, to: destination)
    } else {
      UDPHeader(
        sourcePort: flow.sourcePort, destinationPort: flow.destinationPort,
        payloadByteCount: payload.count
      ).append(to: &frame, payload: payload.span, from: source, to: destination)
    }
    return frame
  }

  /// A client's way to a service.
  static func flow(_ client: Int, to service: BalancerModel.Service) -> BalancerModel.Flow {
    BalancerModel.Flow(
      source: IPv4Address(bits: 0xcb00_7100 + UInt32(client % 251)), destination: service.address,
      sourcePort: UInt16(1024 + client), destinationPort: service.port,
      protocolNumber: service.protocolNumber)
  }

  // MARK: At random

  /// A client's frame or a backend's, or one that is damaged.
  mutating func next() -> [UInt8] {
    var frame = chance(6) ? error() : segment()
    if frame[23] == IPProtocol.udp, chance(3) { frame.replaceSubrange(40..<42, with: [0, 0]) }
    if chance(3) { frame += octets(0...30) }
    if chance(30) { addOption(to: &frame) }
    if chance(6) { damage(&frame) }
    return frame
  }

  private mutating func segment() -> [UInt8] {
    let flags: [TCPFlags] = [
      .synchronize, .acknowledgment, [.synchronize, .acknowledgment], .reset,
    ]
    return Self.frame(
      flow(), flags: flags.randomElement(using: &random)!, from: client(),
      timeToLive: chance(12) ? .random(in: 0...2, using: &random) : 64,
      fragmentation: chance(20) ? .init(bits: .random(in: 0...UInt16.max, using: &random)) : .dont,
      payload: octets(0...100))
  }

  /// By a router, or by whom the packet was for.
  private mutating func error() -> [UInt8] {
    let flow = flow().reversed
    return ErrorFrame.about(
      flow, type: [0, 3, 11, 12].randomElement(using: &random)!,
      by: chance(2) ? flow.destination : IPv4Address(192, 0, 2, 99), from: client())
  }

  /// Four octets that do nothing.
  private func addOption(to frame: inout [UInt8]) {
    frame[14] = 0x46
    frame.insert(contentsOf: [1, 1, 1, 0], at: 34)
    frame.replaceSubrange(16..<18, with: bigEndian(frame.span.uint16(at: 16) + 4))
  }

  private mutating func flow() -> BalancerModel.Flow {
    let services = [BalancerSetup.web, BalancerSetup.web, BalancerSetup.names, BalancerSetup.dead]
    let service = services.randomElement(using: &random)!
    var flow = Self.flow(.random(in: 0..<30, using: &random), to: service)
    guard chance(2) else { return flow }
    // A backend's answer, to somebody who may have asked it, or another one.
    let backends = BalancerSetup.model.backends.values.sorted { $0.address.bits < $1.address.bits }
    let backend = backends.randomElement(using: &random)!
    flow.destination = backend.address
    flow.destinationPort = backend.port
    return flow.reversed
  }

  private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

  private mutating func octets(_ counts: ClosedRange<Int>) -> [UInt8] {
    let count = Int.random(in: counts, using: &random)
    return (0..<count).map { _ in .random(in: 0...255, using: &random) }
  }

  private mutating func client() -> MACAddress {
    MACAddress(bits: 0x0200_0000_2000 | .random(in: 0..<4, using: &random))
  }

  private mutating func damage(_ frame: inout [UInt8]) {
    if chance(3) {
      let count = Int.random(in: EthernetHeader.byteCount...frame.count, using: &random)
      return frame.removeLast(frame.count - count)
    }
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      // Behind Ethernet's addresses, mostly.
      let least = chance(8) ? 0 : 12
      frame[Int.random(in: least..<min(frame.count, 70), using: &random)] =
        .random(in: 0...255, using: &random)
    }
  }
}

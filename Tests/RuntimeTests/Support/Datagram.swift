import Wire
import World

/// UDP datagrams with a number in their payload, and what the echo has to answer to them.
struct Datagram {
  static let serverPort: UInt16 = 7000
  static let payloadOffset =
    EthernetHeader.byteCount + IPv4Header.byteCountMin + UDPHeader.byteCount

  var number: UInt64
  var payload: [UInt8]
  private let ports: (client: UInt16, server: UInt16)
  private let addresses: (client: IPv4Address, server: IPv4Address)
  private let timeToLive: UInt8

  /// Everything but the class follows from the number and `seed`.
  init(number: UInt64, seed: UInt64) {
    var random = RandomSource(seed: seed &+ number)
    self.number = number
    let filler = Int.random(in: 0...1400, using: &random)
    payload = (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    payload += (0..<filler).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ Int(number & 0xff)) }
    ports = (
      .random(in: 1024...65535, using: &random), Self.serverPort + UInt16(number & 3)
    )
    addresses = (
      IPv4Address(bits: .random(in: 1...UInt32.max, using: &random)), IPv4Address(10, 0, 0, 2)
    )
    timeToLive = .random(in: 1...255, using: &random)
  }

  var request: [UInt8] { frame(isAnswer: false) }
  var answer: [UInt8] { frame(isAnswer: true) }

  private func frame(isAnswer: Bool) -> [UInt8] {
    let client = MACAddress(bits: 0x0200_0000_0000 | number & 0xffff)
    let server = MACAddress(bits: 0x0200_00ff_0002)
    var frame: [UInt8] = []
    EthernetHeader(
      destination: isAnswer ? client : server, source: isAnswer ? server : client,
      etherType: EthernetHeader.EtherType.ipv4
    ).append(to: &frame)
    IPv4Header(
      payloadByteCount: UDPHeader.byteCount + payload.count,
      timeToLive: isAnswer ? 64 : timeToLive, protocolNumber: IPProtocol.udp,
      source: isAnswer ? addresses.server : addresses.client,
      destination: isAnswer ? addresses.client : addresses.server
    ).append(to: &frame)
    UDPHeader(
      sourcePort: isAnswer ? ports.server : ports.client,
      destinationPort: isAnswer ? ports.client : ports.server, payloadByteCount: payload.count
    ).appendUnchecked(to: &frame)
    return frame + payload
  }

  /// The number of the datagram that a frame carries; nil when it is too short for one.
  static func number(in frame: Span<UInt8>) -> UInt64? {
    guard frame.count >= payloadOffset + 8 else { return nil }
    return (0..<8).reduce(0) { $0 | UInt64(frame[payloadOffset + $1]) << UInt64(8 * $1) }
  }
}

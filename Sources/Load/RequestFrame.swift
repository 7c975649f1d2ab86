import Wire

/// How a request lies in its packet, as `struct request_frame` in `Programs/scheduling/synthetic.h` says: a UDP datagram
/// without a checksum, and behind its headers numbers in the order of the machine.
public enum RequestFrame {
  public static let classCount = 4
  /// Requests go there.
  public static let port: UInt16 = 7_100

  // Where numbers of 64 bits lie, in octets.
  static let arrival = 48
  static let service = 56
  /// The class in its lower half, the sequence number in the upper one.
  static let identity = 64
  static let begun = 72
  static let ended = 80
  public static let byteCount = 88

  private static let headersByteCount =
    EthernetHeader.byteCount + IPv4Header.byteCountMin + UDPHeader.byteCount

  /// A request whose numbers are all zero.
  static let template: [UInt8] = {
    let payloadByteCount = byteCount - headersByteCount
    var frame: [UInt8] = []
    EthernetHeader(
      destination: MACAddress(bits: 0x0200_0000_0002), source: MACAddress(bits: 0x0200_0000_0001),
      etherType: EthernetHeader.EtherType.ipv4
    ).append(to: &frame)
    IPv4Header(
      payloadByteCount: UDPHeader.byteCount + payloadByteCount, timeToLive: 64,
      protocolNumber: IPProtocol.udp, source: IPv4Address(10, 0, 0, 1),
      destination: IPv4Address(10, 0, 0, 2)
    ).append(to: &frame)
    UDPHeader(sourcePort: 40_000, destinationPort: port, payloadByteCount: payloadByteCount)
      .appendUnchecked(to: &frame)
    return frame + Array(repeating: 0, count: payloadByteCount)
  }()

  /// Where the port lies from which an answer comes, and what stands there.
  static func isAnswer(_ octets: Span<UInt8>) -> Bool {
    let offset = EthernetHeader.byteCount + IPv4Header.byteCountMin
    return octets.count == byteCount && octets[offset] == UInt8(port >> 8)
      && octets[offset + 1] == UInt8(port & 0xff)
  }
}

/// What has come back of a request. Times are nanoseconds.
public struct Answer: Equatable, Sendable {
  public var request: Request
  /// When the server has begun and ended to serve it, by its clock.
  public var begun: UInt64
  public var ended: UInt64
  /// When its client has taken it in.
  public var received: UInt64

  public init(request: Request, begun: UInt64, ended: UInt64, received: UInt64) {
    self.request = request
    self.begun = begun
    self.ended = ended
    self.received = received
  }

  /// How long it has waited to be begun. Virtual cores may be a little apart: never less than 0.
  public var waitNanoseconds: UInt64 { begun > request.arrival ? begun - request.arrival : 0 }
  /// How long the server has had it.
  public var sojournNanoseconds: UInt64 { ended > request.arrival ? ended - request.arrival : 0 }
  /// How much longer that was than it takes.
  public var slowdown: Double { Double(sojournNanoseconds) / Double(max(request.service, 1)) }
}

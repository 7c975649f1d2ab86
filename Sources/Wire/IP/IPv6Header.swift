/// The IPv6 header, forty octets (RFC 8200 §3).
@frozen
public struct IPv6Header: Equatable, Sendable {
  public static let byteCount = 40
  /// Every link carries packets of that many octets (RFC 8200 §5).
  public static let linkMTUMin = 1280

  public var trafficClass: TrafficClass
  /// Twenty bits (RFC 6437).
  public var flowLabel: UInt32
  /// Extension headers and all that follows, in octets.
  public var payloadLength: UInt16
  /// One of `IPProtocol`.
  public var nextHeader: UInt8
  public var hopLimit: UInt8
  public var source: IPv6Address
  public var destination: IPv6Address

  /// Precondition: the payload has at most 65535 octets, the flow label twenty bits.
  @inlinable
  public init(
    payloadByteCount: Int, trafficClass: TrafficClass = .none, flowLabel: UInt32 = 0,
    nextHeader: UInt8, hopLimit: UInt8 = 64, source: IPv6Address, destination: IPv6Address
  ) {
    precondition(payloadByteCount <= Int(UInt16.max), "too long for IPv6")
    precondition(flowLabel < 1 << 20, "a flow label has twenty bits")
    self.trafficClass = trafficClass
    self.flowLabel = flowLabel
    payloadLength = UInt16(payloadByteCount)
    self.nextHeader = nextHeader
    self.hopLimit = hopLimit
    self.source = source
    self.destination = destination
  }

  /// Checks the length. What follows `payloadLength` octets is padding.
  ///
  /// Throws `truncated`, `badVersion`, `badLength` and `jumbo`.
  @inlinable
  public init(parsing packet: Span<UInt8>) throws(WireError) {
    try self.init(parsingQuoted: packet)
    guard Int(payloadLength) <= packet.count - Self.byteCount else {
      throw .badLength(claimed: Int(payloadLength), available: packet.count - Self.byteCount)
    }
    // RFC 2675 §2: the length then stands in an option of the header that is said to follow.
    guard payloadLength != 0 || nextHeader != IPProtocol.hopByHopOptions else { throw .jumbo }
  }

  /// Reads a header of which the payload may be cut off, as ICMP quotes them.
  ///
  /// Throws `truncated` and `badVersion`.
  @inlinable
  public init(parsingQuoted packet: Span<UInt8>) throws(WireError) {
    guard packet.count >= Self.byteCount else {
      throw .truncated(needed: Self.byteCount, got: packet.count)
    }
    let first = packet.uint32(at: 0)
    guard first >> 28 == 6 else { throw .badVersion(Int(first >> 28)) }
    trafficClass = TrafficClass(bits: UInt8(truncatingIfNeeded: first >> 20))
    flowLabel = first & 0xf_ffff
    payloadLength = packet.uint16(at: 4)
    nextHeader = packet[6]
    hopLimit = packet[7]
    source = IPv6Address(bits: packet.uint128(at: 8))
    destination = IPv6Address(bits: packet.uint128(at: 24))
  }

  /// Where the payload lies in the packet that was parsed.
  @inlinable
  public var payloadRange: Range<Int> { Self.byteCount..<Self.byteCount + Int(payloadLength) }

  /// Whether no router has forwarded it, as neighbour discovery demands (RFC 4861 §3.1).
  @inlinable public var isFromLink: Bool { hopLimit == 255 }

  /// Writes forty octets. Traps unless they fit.
  @inlinable
  public func write(to octets: inout MutableSpan<UInt8>, at offset: Int = 0) {
    octets.store(6 << 28 | UInt32(trafficClass.bits) << 20 | flowLabel & 0xf_ffff, at: offset)
    octets.store(payloadLength, at: offset + 4)
    octets.store(UInt16(nextHeader) << 8 | UInt16(hopLimit), at: offset + 6)
    octets.store(source.bits, at: offset + 8)
    octets.store(destination.bits, at: offset + 24)
  }

  public func append(to octets: inout [UInt8]) {
    octets.appendHeader(Self.byteCount) { write(to: &$0, at: $1) }
  }
}

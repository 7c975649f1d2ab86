/// The extension headers of a packet (RFC 8200 §4), gone over up to what they introduce: the protocol above
/// IP, or a fragment.
///
/// Pointers are those of parameter problems (RFC 4443 §3.4): they count octets from the beginning of the packet.
@frozen
public struct IPv6Extensions: Equatable, Sendable {
  /// More than any packet that makes sense has: each kind once, destination options twice.
  public static let countMax = 8

  /// The protocol above, or one that this walk doesn't know: what a fragment carries, when `fragment` is there.
  /// Hop-by-hop options that aren't the first header count as unknown (RFC 8200 §4).
  public var protocolNumber: UInt8
  /// Where that number stands: what to point to when nobody here knows it.
  public var protocolPointer: Int
  /// How many octets the headers take, from the beginning of the payload on: there the protocol's begin.
  public var byteCount: Int
  /// When the packet carries but a part of another one.
  public var fragment: IPv6FragmentHeader?
  /// The value of a router alert (RFC 2711).
  public var routerAlert: UInt16?
  /// A route that isn't at its end.
  public var route: Route?
  /// The first option that its sender doesn't want to be skipped, and that is none we know.
  public var unknownOption: UnknownOption?

  /// A routing header with segments left: not for us to forward (RFC 8200 §4.4).
  @frozen
  public struct Route: Hashable, Sendable {
    public var type: UInt8
    public var segmentsLeft: UInt8
    /// Where the type stands.
    public var pointer: Int
  }

  /// What to do about an option that nobody here knows (RFC 8200 §4.2).
  @frozen
  public struct UnknownOption: Hashable, Sendable {
    public var type: UInt8
    /// Where the type stands.
    public var pointer: Int

    /// Discard the packet, and say so, with a parameter problem of code 2.
    @inlinable
    public func isReported(to destination: IPv6Address) -> Bool {
      type >> 6 == 2 || type >> 6 == 3 && !destination.isMulticast
    }
  }

  /// Goes over the headers of a packet's `payload`, of which `first` says what the first one is. After a
  /// datagram has been put together from its fragments, no hop-by-hop options may follow: `isReassembled`.
  ///
  /// Throws `truncated`, `badLength`, `badOption`, `jumbo` and `tooManyExtensionHeaders`. Offsets in errors count
  /// from the beginning of the payload.
  @inlinable
  public init(
    parsing payload: Span<UInt8>, first: UInt8, isReassembled: Bool = false
  ) throws(WireError) {
    protocolNumber = first
    protocolPointer = 6
    byteCount = 0
    guard Self.isExtension(first) else { return }
    try walk(payload, isReassembled: isReassembled)
  }

  @inlinable
  static func isExtension(_ number: UInt8) -> Bool {
    switch number {
    case IPProtocol.hopByHopOptions, IPProtocol.routing, IPProtocol.fragment,
      IPProtocol.destinationOptions:
      true
    default: false
    }
  }
}

// MARK: Walking

extension IPv6Extensions {
  @usableFromInline
  mutating func walk(_ payload: Span<UInt8>, isReassembled: Bool) throws(WireError) {
    var count = 0
    while fragment == nil, Self.isExtension(protocolNumber) {
      guard protocolNumber != IPProtocol.hopByHopOptions || (count == 0 && !isReassembled) else {
        return
      }
      guard count < Self.countMax else {
        throw .tooManyExtensionHeaders(limit: Self.countMax)
      }
      try step(payload)
      count += 1
    }
  }

  private mutating func step(_ payload: Span<UInt8>) throws(WireError) {
    let start = byteCount
    defer { protocolPointer = IPv6Header.byteCount + start }
    if protocolNumber == IPProtocol.fragment {
      let header = try IPv6FragmentHeader(
        parsing: payload.extracting(start..<payload.count))
      // An atomic fragment is a whole packet (RFC 6946).
      if header.isFragment { fragment = header }
      protocolNumber = header.nextHeader
      byteCount += IPv6FragmentHeader.byteCount
      return
    }
    let end = start + (try Self.byteCount(payload, at: start))
    if protocolNumber == IPProtocol.routing {
      noteRoute(payload, at: start)
    } else {
      try walkOptions(payload, start + 2..<end)
    }
    protocolNumber = payload[start]
    byteCount = end
  }

  /// Of a header that says how long it is, in units of eight octets without the first.
  private static func byteCount(_ payload: Span<UInt8>, at start: Int) throws(WireError) -> Int {
    guard payload.count - start >= 8 else {
      throw .truncated(needed: start + 8, got: payload.count)
    }
    let byteCount = 8 + 8 * Int(payload[start + 1])
    guard byteCount <= payload.count - start else {
      throw .badLength(claimed: byteCount, available: payload.count - start)
    }
    return byteCount
  }

  private mutating func noteRoute(_ payload: Span<UInt8>, at start: Int) {
    guard payload[start + 3] > 0, route == nil else { return }
    route = Route(
      type: payload[start + 2], segmentsLeft: payload[start + 3],
      pointer: IPv6Header.byteCount + start + 2)
  }

  private enum Option {
    static let pad1: UInt8 = 0
    static let padN: UInt8 = 1
    static let routerAlert: UInt8 = 5
    static let jumboPayload: UInt8 = 0xc2
  }

  private mutating func walkOptions(
    _ payload: Span<UInt8>, _ range: Range<Int>
  ) throws(WireError) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      guard payload[offset] != Option.pad1 else {
        offset += 1
        continue
      }
      // Without the octets of type and length.
      let dataByteCount = offset + 1 < range.upperBound ? Int(payload[offset + 1]) : -1
      guard dataByteCount >= 0, dataByteCount <= range.upperBound - offset - 2 else {
        throw .badOption(kind: payload[offset], length: dataByteCount, offset: offset)
      }
      try note(payload, optionAt: offset, dataByteCount)
      offset += 2 + dataByteCount
    }
  }

  private mutating func note(
    _ payload: Span<UInt8>, optionAt offset: Int, _ dataByteCount: Int
  ) throws(WireError) {
    let type = payload[offset]
    switch type {
    case Option.padN: break
    case Option.jumboPayload: throw .jumbo
    case Option.routerAlert:
      guard dataByteCount == 2 else {
        throw .badOption(kind: type, length: dataByteCount, offset: offset)
      }
      routerAlert = payload.uint16(at: offset + 2)
    default:
      // The two highest bits are 0 where the option may be skipped.
      if type >> 6 != 0, unknownOption == nil {
        unknownOption = UnknownOption(type: type, pointer: IPv6Header.byteCount + offset)
      }
    }
  }
}

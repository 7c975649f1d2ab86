/// The IPv4 header (RFC 791 §3.1).
///
/// Options are checked and summed up, but their octets stay where they are; who writes a header with
/// options gives them.
@frozen
public struct IPv4Header: Equatable, Sendable {
  public static let byteCountMin = 20
  public static let byteCountMax = 60

  /// With options, in octets: 20 to 60, a multiple of 4.
  public let headerByteCount: Int
  /// Header and payload, in octets.
  public var totalLength: UInt16
  public var trafficClass: TrafficClass
  public var timeToLive: UInt8
  /// One of `IPProtocol`.
  public var protocolNumber: UInt8
  public let options: IPv4Options
  public var identification: UInt16
  public var fragmentation: Fragmentation
  public var source: IPv4Address
  public var destination: IPv4Address

  /// Of a header without options.
  ///
  /// Precondition: the payload has at most 65515 octets.
  @inlinable
  public init(
    payloadByteCount: Int, identification: UInt16 = 0, timeToLive: UInt8 = 64,
    trafficClass: TrafficClass = .none, fragmentation: Fragmentation = .dont,
    protocolNumber: UInt8, source: IPv4Address, destination: IPv4Address
  ) {
    precondition(payloadByteCount <= Int(UInt16.max) - Self.byteCountMin, "too long for IPv4")
    headerByteCount = Self.byteCountMin
    totalLength = UInt16(Self.byteCountMin + payloadByteCount)
    self.trafficClass = trafficClass
    self.identification = identification
    self.fragmentation = fragmentation
    self.timeToLive = timeToLive
    self.protocolNumber = protocolNumber
    self.source = source
    self.destination = destination
    options = []
  }

  /// Checks lengths, the checksum and options. What follows `totalLength` octets is padding.
  ///
  /// Throws `truncated`, `badVersion`, `badLength`, `badChecksum` and `badOption`.
  @inlinable
  @inline(__always)
  public init(parsing packet: Span<UInt8>) throws(WireError) {
    try self.init(parsingAlone: packet)
    guard (headerByteCount...packet.count).contains(Int(totalLength)) else {
      throw .badLength(claimed: Int(totalLength), available: packet.count)
    }
    let checksum = Self.checksum(packet, headerByteCount)
    guard checksum == 0 else {
      throw .badChecksum(found: packet.uint16(at: 10), computed: checksum)
    }
  }

  /// What the checksum of a header comes to, itself included.
  @inlinable
  @inline(__always)
  static func checksum(_ packet: Span<UInt8>, _ byteCount: Int) -> UInt16 {
    var sum: UInt64 = 0
    for offset in stride(from: 0, to: byteCountMin, by: 4) {
      sum &+= UInt64(packet.uint32(at: offset))
    }
    var checksum = InternetChecksum()
    checksum.add(sumOfNumbers: sum)
    if byteCount > byteCountMin { checksum.add(packet.extracting(byteCountMin..<byteCount)) }
    return checksum.value
  }

  /// Reads a header of which the payload may be cut off and the checksum may be out of date, as ICMP quotes
  /// them. `totalLength` is what the header claims, at least the header's own length.
  ///
  /// Throws as `init(parsing:)`, but for `badChecksum`.
  @inlinable
  public init(parsingQuoted packet: Span<UInt8>) throws(WireError) {
    try self.init(parsingAlone: packet)
    guard Int(totalLength) >= headerByteCount else {
      throw .badLength(claimed: Int(totalLength), available: packet.count)
    }
  }

  /// Reads all fields, of which only those of the header itself are checked.
  @inlinable
  @inline(__always)
  init(parsingAlone packet: Span<UInt8>) throws(WireError) {
    guard packet.count >= Self.byteCountMin else {
      throw .truncated(needed: Self.byteCountMin, got: packet.count)
    }
    guard packet[0] >> 4 == 4 else { throw .badVersion(Int(packet[0] >> 4)) }
    headerByteCount = Int(packet[0] & 0xf) * 4
    guard (Self.byteCountMin...packet.count).contains(headerByteCount) else {
      throw .badLength(claimed: headerByteCount, available: packet.count)
    }
    trafficClass = TrafficClass(bits: packet[1])
    totalLength = packet.uint16(at: 2)
    identification = packet.uint16(at: 4)
    fragmentation = Fragmentation(bits: packet.uint16(at: 6))
    timeToLive = packet[8]
    protocolNumber = packet[9]
    source = IPv4Address(bits: packet.uint32(at: 12))
    destination = IPv4Address(bits: packet.uint32(at: 16))
    options =
      headerByteCount == Self.byteCountMin
      ? [] : try IPv4Options(parsing: packet.extracting(Self.byteCountMin..<headerByteCount))
  }

  @inlinable public var optionByteCount: Int { headerByteCount - Self.byteCountMin }
  @inlinable public var payloadByteCount: Int { Int(totalLength) - headerByteCount }
  /// Where the payload lies in the packet that was parsed.
  @inlinable public var payloadRange: Range<Int> { headerByteCount..<Int(totalLength) }
}

// MARK: Writing

extension IPv4Header {
  /// Writes `headerByteCount` octets, checksum included, options blanked out. Traps unless they fit.
  @inlinable
  @inline(__always)
  public func write(to octets: inout MutableSpan<UInt8>, at offset: Int = 0) {
    for index in stride(from: Self.byteCountMin, to: headerByteCount, by: 4) {
      octets.store(0 as UInt32, at: offset + index)
    }
    writeFields(to: &octets, at: offset, optionSum: InternetChecksum())
  }

  /// Writes `headerByteCount` octets, checksum included. Traps unless they fit.
  ///
  /// Precondition: `options` are `optionByteCount` octets.
  @inlinable
  public func write(
    to octets: inout MutableSpan<UInt8>, at offset: Int = 0, options: Span<UInt8>
  ) {
    precondition(options.count == optionByteCount, "options fill the header")
    var sum = InternetChecksum()
    sum.copy(from: options, to: &octets, at: offset + Self.byteCountMin)
    writeFields(to: &octets, at: offset, optionSum: sum)
  }

  @inlinable
  @inline(__always)
  func writeFields(
    to octets: inout MutableSpan<UInt8>, at offset: Int, optionSum: InternetChecksum
  ) {
    let first =
      UInt32(0x40 | headerByteCount / 4) << 24 | UInt32(trafficClass.bits) << 16
      | UInt32(totalLength)
    let second = UInt32(identification) << 16 | UInt32(fragmentation.bits)
    let rest = UInt32(timeToLive) << 24 | UInt32(protocolNumber) << 16
    var checksum = optionSum
    checksum.add(
      sumOfNumbers: UInt64(first) &+ UInt64(second) &+ UInt64(rest) &+ UInt64(source.bits)
        &+ UInt64(destination.bits))
    let third = rest | UInt32(checksum.value)
    octets.store(UInt64(first) << 32 | UInt64(second), at: offset)
    octets.store(UInt64(third) << 32 | UInt64(source.bits), at: offset + 8)
    octets.store(destination.bits, at: offset + 16)
  }

  /// Appends the header, checksum included, options blanked out.
  public func append(to octets: inout [UInt8]) {
    octets.appendHeader(headerByteCount) { write(to: &$0, at: $1) }
  }
}

// MARK: Fragmentation

extension IPv4Header {
  /// The field of two octets that says which part of a datagram follows.
  @frozen
  public struct Fragmentation: Hashable, Sendable {
    /// As on the wire: a reserved bit, don't fragment, more fragments, and thirteen bits of offset.
    public var bits: UInt16

    @inlinable
    public init(bits: UInt16) { self.bits = bits }

    /// Precondition: the offset is a multiple of 8, at most 65528.
    @inlinable
    public init(byteOffset: Int, hasMore: Bool, isForbidden: Bool = false) {
      precondition(byteOffset & 7 == 0, "fragments begin at multiples of eight octets")
      bits =
        UInt16(byteOffset) >> 3 | (hasMore ? 1 << 13 : 0) | (isForbidden ? 1 << 14 : 0)
    }

    /// A whole datagram that must not be fragmented.
    @inlinable public static var dont: Fragmentation { Fragmentation(bits: 1 << 14) }
    /// A whole datagram that may be fragmented.
    @inlinable public static var may: Fragmentation { Fragmentation(bits: 0) }

    /// DF: routers must not fragment it.
    @inlinable public var isForbidden: Bool { bits & 1 << 14 != 0 }
    /// MF: this is not the last fragment.
    @inlinable public var hasMore: Bool { bits & 1 << 13 != 0 }
    /// Where in the datagram's payload this one's belongs, in octets.
    @inlinable public var byteOffset: Int { Int(bits & 0x1fff) << 3 }
    /// Whether this is but a part of a datagram.
    @inlinable public var isFragment: Bool { bits & 0x3fff != 0 }
  }
}

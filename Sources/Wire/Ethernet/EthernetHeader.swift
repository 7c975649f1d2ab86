/// The Ethernet II header (IEEE 802.3): fourteen octets, and four more for a VLAN tag.
@frozen
public struct EthernetHeader: Equatable, Sendable {
  /// Without a tag.
  public static let byteCount = 14
  public static let taggedByteCount = 18

  public enum EtherType {
    public static let ipv4: UInt16 = 0x0800
    public static let arp: UInt16 = 0x0806
    public static let ipv6: UInt16 = 0x86dd
    /// IEEE 802.1Q: a tag follows.
    public static let tag: UInt16 = 0x8100
    /// IEEE 802.1ad: the tag of a provider, in which customers' tags are nested.
    public static let serviceTag: UInt16 = 0x88a8
    /// The least value that is a type; up to 1500 the field is a length (IEEE 802.3 §3.2.6).
    public static let least: UInt16 = 0x0600
  }

  public var destination: MACAddress
  public var source: MACAddress
  public var tag: VLANTag?
  /// Of what follows the header and its tag.
  public var etherType: UInt16

  @inlinable
  public init(
    destination: MACAddress, source: MACAddress, tag: VLANTag? = nil, etherType: UInt16
  ) {
    self.destination = destination
    self.source = source
    self.tag = tag
    self.etherType = etherType
  }

  /// Throws `truncated` and `nestedTag`.
  @inlinable
  @inline(__always)
  public init(parsing frame: Span<UInt8>) throws(WireError) {
    guard frame.count >= Self.byteCount else {
      throw .truncated(needed: Self.byteCount, got: frame.count)
    }
    let first = frame.uint64(at: 0)
    destination = MACAddress(bits: first >> 16)
    source = MACAddress(bits: (first & 0xffff) << 32 | UInt64(frame.uint32(at: 8)))
    etherType = frame.uint16(at: 12)
    tag = nil
    if Self.isTag(etherType) { try parseTag(frame) }
  }

  /// With its tag, in octets.
  @inlinable
  public var headerByteCount: Int { tag == nil ? Self.byteCount : Self.taggedByteCount }

  /// Writes `headerByteCount` octets. Traps unless they fit.
  @inlinable
  @inline(__always)
  public func write(to octets: inout MutableSpan<UInt8>, at offset: Int = 0) {
    octets.store(destination.bits << 16 | source.bits >> 32, at: offset)
    octets.store(UInt32(truncatingIfNeeded: source.bits), at: offset + 8)
    guard let tag else { return octets.store(etherType, at: offset + 12) }
    octets.store(EtherType.tag, at: offset + 12)
    octets.store(tag.bits, at: offset + 14)
    octets.store(etherType, at: offset + 16)
  }

  public func append(to octets: inout [UInt8]) {
    octets.appendHeader(headerByteCount) { write(to: &$0, at: $1) }
  }

  @inlinable
  static func isTag(_ etherType: UInt16) -> Bool {
    etherType == EtherType.tag || etherType == EtherType.serviceTag
  }

  @usableFromInline
  mutating func parseTag(_ frame: Span<UInt8>) throws(WireError) {
    guard etherType == EtherType.tag else { throw .nestedTag(etherType: etherType) }
    guard frame.count >= Self.taggedByteCount else {
      throw .truncated(needed: Self.taggedByteCount, got: frame.count)
    }
    tag = VLANTag(bits: frame.uint16(at: 14))
    etherType = frame.uint16(at: 16)
    guard !Self.isTag(etherType) else { throw .nestedTag(etherType: etherType) }
  }
}

/// The tag of a virtual LAN (IEEE 802.1Q §9.6).
@frozen
public struct VLANTag: Hashable, Sendable {
  /// The identifier that means that the tag gives a priority only.
  public static let priorityOnly: UInt16 = 0

  /// As on the wire: three bits of priority, one of eligibility to be dropped, twelve of the identifier.
  public var bits: UInt16

  @inlinable
  public init(bits: UInt16) { self.bits = bits }

  @inlinable
  public init(identifier: UInt16, priority: UInt8 = 0, isDropEligible: Bool = false) {
    precondition(identifier < 1 << 12, "an identifier has twelve bits")
    precondition(priority < 1 << 3, "a priority has three bits")
    bits = UInt16(priority) << 13 | (isDropEligible ? 1 << 12 : 0) | identifier
  }

  /// Which LAN: 0 to 4095.
  @inlinable public var identifier: UInt16 { bits & 0xfff }
  /// 0 to 7; 7 is the most urgent.
  @inlinable public var priority: UInt8 { UInt8(truncatingIfNeeded: bits >> 13) }
  @inlinable public var isDropEligible: Bool { bits & 1 << 12 != 0 }
}

/// An IEEE 802 address of six octets, in the low 48 bits.
@frozen
public struct MACAddress: Hashable, Sendable {
  public var bits: UInt64

  @inlinable
  public init(bits: UInt64) {
    precondition(bits < 1 << 48, "an address has 48 bits")
    self.bits = bits
  }

  public init(octets: [UInt8]) {
    precondition(octets.count == 6, "an address has six octets")
    bits = octets.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The six octets at `offset`. Traps beyond the span.
  @inlinable
  @inline(__always)
  public init(from octets: Span<UInt8>, at offset: Int) {
    bits = UInt64(octets.uint16(at: offset)) << 32 | UInt64(octets.uint32(at: offset + 2))
  }

  /// Writes the six octets. Traps unless they fit.
  @inlinable
  @inline(__always)
  public func write(to octets: inout MutableSpan<UInt8>, at offset: Int) {
    octets.store(UInt16(truncatingIfNeeded: bits >> 32), at: offset)
    octets.store(UInt32(truncatingIfNeeded: bits), at: offset + 2)
  }

  @inlinable public static var broadcast: MACAddress { MACAddress(bits: 0xffff_ffff_ffff) }
  @inlinable public static var zero: MACAddress { MACAddress(bits: 0) }

  /// Whether it names a group: broadcast does, too.
  @inlinable
  public var isMulticast: Bool { bits & 1 << 40 != 0 }

  public var octets: [UInt8] {
    (0..<6).map { UInt8(truncatingIfNeeded: bits >> UInt64(40 - 8 * $0)) }
  }

  /// Where datagrams for a multicast group go: 01:00:5e and 23 bits of the group (RFC 1112 §6.4).
  @inlinable
  public init(multicast group: IPv4Address) {
    self.init(bits: 0x0100_5e00_0000 | UInt64(group.bits & 0x7f_ffff))
  }

  /// Where packets for a multicast group go: 33:33 and 32 bits of the group (RFC 2464 §7).
  @inlinable
  public init(multicast group: IPv6Address) {
    self.init(bits: 0x3333_0000_0000 | UInt64(UInt32(truncatingIfNeeded: group.bits)))
  }
}

/// An address of either version: an IPv4 address is kept as its IPv4-mapped one, ::ffff:0:0/96
/// (RFC 4291 §2.5.5.2), so that both fit into one table.
@frozen
public struct IPAddress: Hashable, Sendable {
  @usableFromInline let mapped: UInt128

  @inlinable
  public init(_ address: IPv4Address) { mapped = 0xffff << 32 | UInt128(address.bits) }

  /// An IPv4-mapped address becomes an IPv4 address.
  @inlinable
  public init(_ address: IPv6Address) { mapped = address.bits }

  @inlinable public var isV4: Bool { mapped >> 32 == 0xffff }

  /// nil for an IPv6 address.
  @inlinable
  public var v4: IPv4Address? {
    isV4 ? IPv4Address(bits: UInt32(truncatingIfNeeded: mapped)) : nil
  }

  /// The IPv4-mapped address for an IPv4 address.
  @inlinable public var v6: IPv6Address { IPv6Address(bits: mapped) }

  @inlinable
  public var isMulticast: Bool {
    if let v4 { v4.isMulticast } else { v6.isMulticast }
  }

  /// 0.0.0.0 or `::`.
  @inlinable public var isUnspecified: Bool { mapped == 0 || mapped == 0xffff << 32 }
}

/// An IPv6 address (RFC 4291).
@frozen
public struct IPv6Address: Hashable, Sendable {
  public var bits: UInt128

  @inlinable
  public init(bits: UInt128) { self.bits = bits }

  /// The first and the last eight octets.
  @inlinable
  public init(high: UInt64, low: UInt64) { bits = UInt128(high) << 64 | UInt128(low) }

  /// `::`
  @inlinable public static var any: IPv6Address { IPv6Address(bits: 0) }
  /// `::1`
  @inlinable public static var loopback: IPv6Address { IPv6Address(bits: 1) }
  /// `ff02::1`
  @inlinable public static var allNodes: IPv6Address { IPv6Address(high: 0xff02 << 48, low: 1) }
  /// `ff02::2`
  @inlinable public static var allRouters: IPv6Address { IPv6Address(high: 0xff02 << 48, low: 2) }

  @inlinable var high: UInt64 { UInt64(truncatingIfNeeded: bits >> 64) }
  @inlinable var low: UInt64 { UInt64(truncatingIfNeeded: bits) }

  @inlinable public var isUnspecified: Bool { bits == 0 }
  @inlinable public var isLoopback: Bool { bits == 1 }
  /// ff00::/8
  @inlinable public var isMulticast: Bool { high >> 56 == 0xff }
  /// fe80::/10
  @inlinable public var isLinkLocal: Bool { high >> 54 == 0xfe80 >> 6 }
  /// fc00::/7 (RFC 4193).
  @inlinable public var isUniqueLocal: Bool { high >> 57 == 0xfc >> 1 }
  /// ff02::1:ff00:0/104
  @inlinable public var isSolicitedNode: Bool { bits >> 24 == Self.solicitedNodePrefix >> 24 }

  /// The four bits that say how far a multicast packet goes: 1 interface, 2 link, 5 site, 14 global
  /// (RFC 4291 §2.7). Means nothing for other addresses.
  @inlinable public var multicastScope: UInt8 { UInt8(truncatingIfNeeded: high >> 48 & 0xf) }

  @usableFromInline static let solicitedNodePrefix =
    UInt128(0xff02 << 48 as UInt64) << 64 | 0x1_ff00_0000

  /// The group in which whoever has this address is asked for it: ff02::1:ff and its last 24 bits
  /// (RFC 4291 §2.7.1).
  @inlinable
  public var solicitedNode: IPv6Address {
    IPv6Address(bits: Self.solicitedNodePrefix | bits & 0xff_ffff)
  }

  /// The link-local address with the modified EUI-64 of an Ethernet address (RFC 4291, appendix A;
  /// RFC 2464 §4).
  @inlinable
  public init(linkLocal address: MACAddress) {
    let left = (address.bits >> 24) ^ 0x02_0000
    self.init(high: 0xfe80 << 48, low: left << 40 | 0xff_fe00_0000 | address.bits & 0xff_ffff)
  }

  /// Whether both begin with the same `prefixLength` bits, 0 to 128.
  @inlinable
  public func matches(_ other: IPv6Address, prefixLength: Int) -> Bool {
    precondition((0...128).contains(prefixLength), "an address has 128 bits")
    // Shifting out all bits leaves 0.
    return (bits ^ other.bits) >> UInt128(128 - prefixLength) == 0
  }
}

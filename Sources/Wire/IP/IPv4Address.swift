/// An IPv4 address (RFC 791).
@frozen
public struct IPv4Address: Hashable, Sendable {
  public var bits: UInt32

  @inlinable
  public init(bits: UInt32) { self.bits = bits }

  /// `IPv4Address(10, 0, 0, 1)` is 10.0.0.1.
  @inlinable
  public init(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8) {
    bits = UInt32(first) << 24 | UInt32(second) << 16 | UInt32(third) << 8 | UInt32(fourth)
  }

  @inlinable public static var any: IPv4Address { IPv4Address(bits: 0) }
  /// The limited broadcast address (RFC 919).
  @inlinable public static var broadcast: IPv4Address { IPv4Address(bits: .max) }
  @inlinable public static var loopback: IPv4Address { IPv4Address(127, 0, 0, 1) }

  /// 224.0.0.0/4 (RFC 1112).
  @inlinable public var isMulticast: Bool { bits >> 28 == 0xe }
  /// 127.0.0.0/8 (RFC 1122 §3.2.1.3).
  @inlinable public var isLoopback: Bool { bits >> 24 == 127 }
  /// 169.254.0.0/16 (RFC 3927).
  @inlinable public var isLinkLocal: Bool { bits >> 16 == 0xa9fe }

  /// Whether both begin with the same `prefixLength` bits, 0 to 32.
  @inlinable
  public func matches(_ other: IPv4Address, prefixLength: Int) -> Bool {
    precondition((0...32).contains(prefixLength), "an address has 32 bits")
    // Shifting out all bits leaves 0.
    return (bits ^ other.bits) >> UInt32(32 - prefixLength) == 0
  }

  /// Octet by octet, the first at 0.
  @inlinable
  func octet(_ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: bits >> UInt32(24 - 8 * index)) }
}

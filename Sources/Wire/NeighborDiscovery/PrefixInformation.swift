/// What a router says about a prefix (RFC 4861 §4.6.2).
@frozen
public struct PrefixInformation: Hashable, Sendable, BitwiseCopyable {
  /// A lifetime that doesn't end.
  public static let infinite = UInt32.max

  public var prefix: IPv6Address
  /// 0 to 128.
  public var prefixLength: UInt8
  /// L: addresses with this prefix are on the link.
  public var isOnLink: Bool
  /// A: hosts may form addresses with it (RFC 4862).
  public var isAutonomous: Bool
  /// In seconds.
  public var validLifetime: UInt32
  /// In seconds.
  public var preferredLifetime: UInt32

  /// Precondition: the length is at most 128.
  @inlinable
  public init(
    prefix: IPv6Address, prefixLength: UInt8, isOnLink: Bool = true, isAutonomous: Bool = true,
    validLifetime: UInt32, preferredLifetime: UInt32
  ) {
    precondition(prefixLength <= 128, "an address has 128 bits")
    self.prefix = prefix
    self.prefixLength = prefixLength
    self.isOnLink = isOnLink
    self.isAutonomous = isAutonomous
    self.validLifetime = validLifetime
    self.preferredLifetime = preferredLifetime
  }

  static let optionByteCount = 32

  /// Of an option of 32 octets; nil when the length of the prefix is impossible.
  init?(option: Span<UInt8>) {
    guard option[2] <= 128 else { return nil }
    self.init(
      prefix: IPv6Address(bits: option.uint128(at: 16)), prefixLength: option[2],
      isOnLink: option[3] & 0x80 != 0, isAutonomous: option[3] & 0x40 != 0,
      validLifetime: option.uint32(at: 4), preferredLifetime: option.uint32(at: 8))
  }

  /// Writes an option of 32 octets, of which the first two are already there.
  func write(to octets: inout MutableSpan<UInt8>, at offset: Int) {
    octets[offset + 2] = prefixLength
    octets[offset + 3] = (isOnLink ? 0x80 : 0) | (isAutonomous ? 0x40 : 0)
    octets.store(validLifetime, at: offset + 4)
    octets.store(preferredLifetime, at: offset + 8)
    octets.store(0 as UInt32, at: offset + 12)
    octets.store(prefix.bits, at: offset + 16)
  }
}

/// As many prefixes as are kept of one advertisement.
public typealias PrefixList = InlineList<8, PrefixInformation>

extension InlineList where Element == PrefixInformation {
  @inlinable
  public init() {
    self.init(
      filler: PrefixInformation(
        prefix: .any, prefixLength: 0, validLifetime: 0, preferredLifetime: 0))
  }
}

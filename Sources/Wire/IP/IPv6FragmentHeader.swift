/// The fragment header of IPv6, eight octets (RFC 8200 §4.5).
@frozen
public struct IPv6FragmentHeader: Hashable, Sendable {
  public static let byteCount = 8

  public var nextHeader: UInt8
  public var identification: UInt32
  /// Where in the fragmentable part this one's belongs, in octets; a multiple of 8.
  public var byteOffset: Int
  /// This is not the last fragment.
  public var hasMore: Bool

  /// Precondition: the offset is a multiple of 8, at most 65528.
  @inlinable
  public init(nextHeader: UInt8, identification: UInt32, byteOffset: Int, hasMore: Bool) {
    precondition(byteOffset & 7 == 0, "fragments begin at multiples of eight octets")
    precondition((0...0xfff8).contains(byteOffset), "an offset has sixteen bits")
    self.nextHeader = nextHeader
    self.identification = identification
    self.byteOffset = byteOffset
    self.hasMore = hasMore
  }

  /// Throws `truncated`.
  @inlinable
  public init(parsing octets: Span<UInt8>) throws(WireError) {
    guard octets.count >= Self.byteCount else {
      throw .truncated(needed: Self.byteCount, got: octets.count)
    }
    nextHeader = octets[0]
    let place = octets.uint16(at: 2)
    byteOffset = Int(place & 0xfff8)
    hasMore = place & 1 != 0
    identification = octets.uint32(at: 4)
  }

  /// Whether what follows is but a part; else it is a whole packet, an atomic fragment (RFC 6946).
  @inlinable public var isFragment: Bool { hasMore || byteOffset != 0 }

  /// Writes eight octets. Traps unless they fit.
  @inlinable
  public func write(to octets: inout MutableSpan<UInt8>, at offset: Int = 0) {
    octets.store(UInt16(nextHeader) << 8, at: offset)
    octets.store(UInt16(byteOffset) | (hasMore ? 1 : 0), at: offset + 2)
    octets.store(identification, at: offset + 4)
  }

  public func append(to octets: inout [UInt8]) {
    octets.appendHeader(Self.byteCount) { write(to: &$0, at: $1) }
  }
}

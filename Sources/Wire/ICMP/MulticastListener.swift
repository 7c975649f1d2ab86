/// Multicast listener discovery, version 2 (RFC 3810): how routers and switches learn which groups a host is in. Without
/// sources: all that is sent to a group is wanted.
public enum MulticastListener {
  /// Where reports go: `ff02::16`.
  @inlinable public static var routers: IPv6Address { IPv6Address(high: 0xff02 << 48, low: 0x16) }
  /// What all messages are sent with, and must arrive with.
  public static let hopLimit: UInt8 = 1
  /// Types of ICMPv6.
  public static let query: UInt8 = 130
  public static let report: UInt8 = 143
}

/// A query of multicast listener discovery (RFC 3810 §5.1).
public struct MulticastListenerQuery: Equatable, Sendable {
  /// How long an answer may take, in milliseconds.
  public var responseMilliseconds: UInt32
  /// Whose listeners are asked for; `::`: of all groups.
  public var group: IPv6Address

  public init(responseMilliseconds: UInt32, group: IPv6Address = .any) {
    self.responseMilliseconds = responseMilliseconds
    self.group = group
  }

  /// Reads a message whose checksum `ICMPHeader` has checked. Those of version 1 end behind the group.
  ///
  /// Throws `truncated` and `badType`.
  public init(parsing message: Span<UInt8>) throws(WireError) {
    let header = try ICMPHeader(parsingQuoted: message)
    guard header.type == MulticastListener.query else { throw .badType(header.type) }
    guard message.count >= Self.byteCountMin else {
      throw .truncated(needed: Self.byteCountMin, got: message.count)
    }
    responseMilliseconds = Self.milliseconds(code: header.word >> 16)
    group = IPv6Address(bits: message.uint128(at: 8))
  }

  private static let byteCountMin = 24

  /// From 32,768 on a code is a number with an exponent (RFC 3810 §5.1.3).
  private static func milliseconds(code: UInt32) -> UInt32 {
    guard code >= 0x8000 else { return code }
    return (code & 0xfff | 0x1000) << ((code >> 12 & 7) + 3)
  }
}

/// A report of multicast listener discovery (RFC 3810 §5.2), with the header of hop-by-hop options before it that routers look at
/// (RFC 2711).
public struct MulticastListenerReport: Equatable, Sendable {
  /// Groups that their host is in now.
  public var groups: [IPv6Address]
  /// The host has just joined them; else it answers a query.
  public var isNews: Bool

  public init(groups: [IPv6Address], isNews: Bool) {
    self.groups = groups
    self.isNews = isNews
  }

  private static let optionsByteCount = 8
  private static let recordByteCount = 20

  /// How many octets `write` takes.
  public var byteCount: Int {
    Self.optionsByteCount + ICMPHeader.byteCount + Self.recordByteCount * groups.count
  }

  /// Writes the options and the ICMPv6 message with its checksum, `byteCount` octets, which follow an IPv6 header whose next one
  /// is that of hop-by-hop options. Traps unless they fit.
  public func write(
    to octets: inout MutableSpan<UInt8>, at offset: Int = 0, from source: IPv6Address
  ) {
    // Router alert, value 0: a message of multicast listener discovery; then padding.
    octets.store(UInt32(IPProtocol.icmpv6) << 24 | 0x0502, at: offset)
    octets.store(0x0000_0100 as UInt32, at: offset + 4)
    let start = offset + Self.optionsByteCount
    var place = start + ICMPHeader.byteCount
    for group in groups {
      // All sources but none are wanted: changed to that, or still so (RFC 3810 §5.2.12).
      octets.store(UInt32(isNews ? 4 : 2) << 24, at: place)
      octets.store(group.bits, at: place + 4)
      place += Self.recordByteCount
    }
    var sum = ICMPHeader.pseudoHeader(
      from: source, to: MulticastListener.routers, byteCount: place - start)
    sum.add(octets.span.extracting(start + ICMPHeader.byteCount..<place))
    ICMPHeader(type: MulticastListener.report, word: UInt32(groups.count))
      .write(to: &octets, at: start, including: sum)
  }

  public func append(to octets: inout [UInt8], from source: IPv6Address) {
    octets.appendHeader(byteCount) { write(to: &$0, at: $1, from: source) }
  }
}

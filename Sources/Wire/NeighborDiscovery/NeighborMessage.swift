/// A message of neighbour discovery (RFC 4861 §4): an ICMPv6 message of type 133 to 137.
@frozen
public struct NeighborMessage: Equatable, Sendable {
  /// What all of them are sent with, and must arrive with: no router has forwarded them (RFC 4861 §3.1).
  public static let hopLimit: UInt8 = 255

  public var body: Body
  public var options: NeighborOptions

  @frozen
  public enum Body: Equatable, Sendable {
    case routerSolicitation
    case routerAdvertisement(RouterAdvertisement)
    /// Who has `target`?
    case neighborSolicitation(target: IPv6Address)
    case neighborAdvertisement(target: IPv6Address, flags: NeighborFlags)
    /// For `destination`, `target` is the better next hop; or itself, when both are the same.
    case redirect(target: IPv6Address, destination: IPv6Address)
  }

  @inlinable
  public init(_ body: Body, options: NeighborOptions = NeighborOptions()) {
    self.body = body
    self.options = options
  }

  public static func isNeighborMessage(type: UInt8) -> Bool {
    (NeighborMessageType.routerSolicitation...NeighborMessageType.redirect).contains(type)
  }

  /// Reads a message whose checksum `ICMPHeader` has checked. Whether the packet is one that RFC 4861 accepts,
  /// `isValid(under:)` says.
  ///
  /// Throws `truncated`, `badType`, `badField` for a code other than 0 or a target that is a group, and
  /// `badOption`.
  public init(parsing message: Span<UInt8>) throws(WireError) {
    let header = try ICMPHeader(parsingQuoted: message)
    let byteCount = try NeighborMessageType.byteCount(of: header.type)
    guard header.code == 0 else { throw .badField(value: UInt32(header.code), offset: 1) }
    guard message.count >= byteCount else {
      throw .truncated(needed: byteCount, got: message.count)
    }
    body = Self.body(header, message)
    options = try NeighborOptions(parsing: message.extracting(byteCount..<message.count))
    // RFC 4861 §7.1: a target is never a group; §8.1: nor is a redirected destination.
    switch body {
    case .neighborSolicitation(let target) where target.isMulticast,
      .neighborAdvertisement(let target, _) where target.isMulticast:
      throw .badField(value: 0xff, offset: 8)
    case .redirect(_, let destination) where destination.isMulticast:
      throw .badField(value: 0xff, offset: 24)
    default: break
    }
  }

  private static func body(_ header: ICMPHeader, _ message: Span<UInt8>) -> Body {
    switch header.type {
    case NeighborMessageType.routerSolicitation: .routerSolicitation
    case NeighborMessageType.routerAdvertisement:
      .routerAdvertisement(RouterAdvertisement(header.word, message))
    case NeighborMessageType.neighborSolicitation:
      .neighborSolicitation(target: IPv6Address(bits: message.uint128(at: 8)))
    case NeighborMessageType.neighborAdvertisement:
      .neighborAdvertisement(
        target: IPv6Address(bits: message.uint128(at: 8)), flags: NeighborFlags(word: header.word))
    default:
      .redirect(
        target: IPv6Address(bits: message.uint128(at: 8)),
        destination: IPv6Address(bits: message.uint128(at: 24)))
    }
  }
}

/// Types of messages, and how long they are without options.
enum NeighborMessageType {
  static let routerSolicitation: UInt8 = 133
  static let routerAdvertisement: UInt8 = 134
  static let neighborSolicitation: UInt8 = 135
  static let neighborAdvertisement: UInt8 = 136
  static let redirect: UInt8 = 137

  /// Throws `badType` for a message that is none of neighbour discovery.
  static func byteCount(of type: UInt8) throws(WireError) -> Int {
    switch type {
    case routerSolicitation: 8
    case routerAdvertisement: 16
    case neighborSolicitation, neighborAdvertisement: 24
    case redirect: 40
    default: throw .badType(type)
    }
  }
}

/// What an advertisement says about a neighbour (RFC 4861 §4.4).
@frozen
public struct NeighborFlags: OptionSet, Hashable, Sendable {
  /// The three highest bits of the octet.
  public let rawValue: UInt8

  @inlinable
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The sender is a router.
  @inlinable public static var router: Self { Self(rawValue: 0x80) }
  /// It answers a solicitation.
  @inlinable public static var solicited: Self { Self(rawValue: 0x40) }
  /// It replaces what is known.
  @inlinable public static var override: Self { Self(rawValue: 0x20) }

  init(word: UInt32) { rawValue = UInt8(truncatingIfNeeded: word >> 24) & 0xe0 }
}

/// What a router says of itself and the link (RFC 4861 §4.2). 0 means "not said".
@frozen
public struct RouterAdvertisement: Hashable, Sendable {
  /// For packets that we send.
  public var hopLimit: UInt8
  /// Addresses are given by DHCPv6.
  public var isManaged: Bool
  /// Other things to know are given by DHCPv6.
  public var hasOtherConfiguration: Bool
  /// How long it is a default router, in seconds; 0: it is none.
  public var routerLifetime: UInt16
  /// How long a neighbour counts as reachable after it was heard of, in milliseconds.
  public var reachableTime: UInt32
  /// Between solicitations, in milliseconds.
  public var retransmissionTime: UInt32

  @inlinable
  public init(
    hopLimit: UInt8 = 0, isManaged: Bool = false, hasOtherConfiguration: Bool = false,
    routerLifetime: UInt16, reachableTime: UInt32 = 0, retransmissionTime: UInt32 = 0
  ) {
    self.hopLimit = hopLimit
    self.isManaged = isManaged
    self.hasOtherConfiguration = hasOtherConfiguration
    self.routerLifetime = routerLifetime
    self.reachableTime = reachableTime
    self.retransmissionTime = retransmissionTime
  }

  /// `word` is the one behind the checksum of `message`, which has sixteen octets at least.
  init(_ word: UInt32, _ message: Span<UInt8>) {
    hopLimit = UInt8(truncatingIfNeeded: word >> 24)
    isManaged = word & 1 << 23 != 0
    hasOtherConfiguration = word & 1 << 22 != 0
    routerLifetime = UInt16(truncatingIfNeeded: word)
    reachableTime = message.uint32(at: 8)
    retransmissionTime = message.uint32(at: 12)
  }

  var word: UInt32 {
    UInt32(hopLimit) << 24 | (isManaged ? 1 << 23 : 0) | (hasOtherConfiguration ? 1 << 22 : 0)
      | UInt32(routerLifetime)
  }
}

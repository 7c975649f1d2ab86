/// Which options an IPv4 header carries (RFC 791 §3.1): checked, but for what routers write into them, and
/// not kept.
@frozen
public struct IPv4Options: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  @inlinable
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  @inlinable public static var looseSourceRoute: Self { Self(rawValue: 1) }
  @inlinable public static var strictSourceRoute: Self { Self(rawValue: 2) }
  @inlinable public static var recordRoute: Self { Self(rawValue: 4) }
  @inlinable public static var timestamp: Self { Self(rawValue: 8) }
  /// RFC 2113.
  @inlinable public static var routerAlert: Self { Self(rawValue: 16) }
  /// Any that is not listed here.
  @inlinable public static var other: Self { Self(rawValue: 32) }

  /// Whether the sender says which way the datagram goes, which hosts are wise to refuse (RFC 7126 §4.3).
  @inlinable
  public var hasSourceRoute: Bool { !isDisjoint(with: [.looseSourceRoute, .strictSourceRoute]) }

  /// Walks over a list. Throws `badOption`.
  public init(parsing list: Span<UInt8>) throws(WireError) {
    var found: IPv4Options = []
    var offset = 0
    while offset < list.count, list[offset] != Kind.end {
      guard list[offset] != Kind.noOperation else {
        offset += 1
        continue
      }
      let option = try Self.option(list, at: offset)
      found.insert(option.meaning)
      offset += option.byteCount
    }
    self = found
  }

  private enum Kind {
    static let end: UInt8 = 0
    static let noOperation: UInt8 = 1
    static let recordRoute: UInt8 = 7
    static let timestamp: UInt8 = 68
    static let looseSourceRoute: UInt8 = 131
    static let strictSourceRoute: UInt8 = 137
    static let routerAlert: UInt8 = 148
  }

  private static func option(
    _ list: Span<UInt8>, at offset: Int
  ) throws(WireError) -> (meaning: IPv4Options, byteCount: Int) {
    let kind = list[offset]
    let byteCount = offset + 1 < list.count ? Int(list[offset + 1]) : 0
    let form = form(of: kind)
    guard byteCount >= form.byteCountMin, byteCount <= list.count - offset,
      // The pointer counts from the kind, from 1 on, and may lead just beyond the option when it is full.
      form.pointerMin == 0 || list[offset + 2] >= form.pointerMin
    else { throw .badOption(kind: kind, length: byteCount, offset: offset) }
    return (form.meaning, byteCount)
  }

  /// The least length of an option, and the least value of its pointer, if it has one.
  private static func form(
    of kind: UInt8
  ) -> (meaning: IPv4Options, byteCountMin: Int, pointerMin: UInt8) {
    switch kind {
    case Kind.looseSourceRoute: (.looseSourceRoute, 3, 4)
    case Kind.strictSourceRoute: (.strictSourceRoute, 3, 4)
    case Kind.recordRoute: (.recordRoute, 3, 4)
    case Kind.timestamp: (.timestamp, 4, 5)
    case Kind.routerAlert: (.routerAlert, 4, 0)
    default: (.other, 2, 0)
    }
  }
}

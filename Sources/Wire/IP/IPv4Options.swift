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

  /// Goes over a list. Throws `badOption`.
  public init(parsing list: Span<UInt8>) throws(WireError) {
    self = []
    var cursor = OptionCursor()
    while let option = try cursor.next(in: list) {
      guard let form = Form(kind: option.kind) else { continue }
      guard form.allows(list.extracting(option.octets)) else {
        throw .badOption(
          kind: option.kind, length: option.octets.count, offset: option.octets.lowerBound)
      }
      insert(form.meaning)
    }
  }
}

/// What an option looks like.
private struct Form {
  var meaning: IPv4Options
  var byteCountMin: Int
  /// The least value of the pointer in the third octet, which counts from the kind, from 1 on; 0 without one.
  /// It may lead beyond the option: then that is full.
  var pointerMin: UInt8

  /// nil for padding.
  init?(kind: UInt8) {
    switch kind {
    case OptionCursor.Kind.end, OptionCursor.Kind.noOperation: return nil
    case 7: self.init(.recordRoute, 3, 4)
    case 68: self.init(.timestamp, 4, 5)
    case 131: self.init(.looseSourceRoute, 3, 4)
    case 137: self.init(.strictSourceRoute, 3, 4)
    case 148: self.init(.routerAlert, 4, 0)
    default: self.init(.other, 2, 0)
    }
  }

  private init(_ meaning: IPv4Options, _ byteCountMin: Int, _ pointerMin: UInt8) {
    self.meaning = meaning
    self.byteCountMin = byteCountMin
    self.pointerMin = pointerMin
  }

  func allows(_ option: Span<UInt8>) -> Bool {
    option.count >= byteCountMin && (pointerMin == 0 || option[2] >= pointerMin)
  }
}

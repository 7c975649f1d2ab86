/// Goes over options as IPv4 (RFC 791 §3.1) and TCP (RFC 9293 §3.2) list them: kind and length, of which
/// the length counts both octets and the data; but kind 0 ends the list, and kind 1 is an octet alone.
struct OptionCursor {
  enum Kind {
    static let end: UInt8 = 0
    static let noOperation: UInt8 = 1
  }

  /// One option; its octets, kind and length included, lie at `octets` of the list.
  struct Option {
    var kind: UInt8
    var octets: Range<Int>
  }

  private var offset = 0

  init() {}

  /// The next option, no-operations and the end included; nil behind the end. Throws `badOption` when a length
  /// is less than two, or leads beyond the list.
  mutating func next(in list: Span<UInt8>) throws(WireError) -> Option? {
    guard offset < list.count else { return nil }
    let start = offset
    let kind = list[start]
    offset = try kind == Kind.end ? list.count : start + Self.byteCount(list, at: start)
    return Option(kind: kind, octets: start..<(kind == Kind.end ? start + 1 : offset))
  }

  private static func byteCount(_ list: Span<UInt8>, at offset: Int) throws(WireError) -> Int {
    let kind = list[offset]
    if kind == Kind.noOperation { return 1 }
    let byteCount = offset + 1 < list.count ? Int(list[offset + 1]) : 0
    guard byteCount >= 2, byteCount <= list.count - offset else {
      throw .badOption(kind: kind, length: byteCount, offset: offset)
    }
    return byteCount
  }
}

/// A request, as a handler sees it: borrowed octets, which are gone once it returns.
public struct RequestView: ~Escapable {
  /// What was asked: a line, a message, the content of an HTTP request, or what has arrived of a stream.
  public let octets: Span<UInt8>
  /// Of an HTTP request: all up to the empty line, and that; else nothing.
  public let head: Span<UInt8>

  @_lifetime(copy octets, copy head)
  init(_ octets: Span<UInt8>, head: Span<UInt8>) {
    self.octets = octets
    self.head = head
  }

  /// A request of any framing but HTTP.
  @_lifetime(copy octets)
  init(_ octets: Span<UInt8>) {
    self.octets = octets
    head = octets.extracting(first: 0)
  }

  /// Of an HTTP request: `GET` and the like; empty for others.
  public var method: Span<UInt8> {
    @_lifetime(copy self)
    get { head.extracting(first: head.firstIndex(of: .space) ?? 0) }
  }

  /// Of an HTTP request: what stands between method and version.
  public var target: Span<UInt8> {
    @_lifetime(copy self)
    get {
      let start = min(method.count + 1, head.count)
      return head.extracting(start..<(head.firstIndex(of: .space, from: start) ?? start))
    }
  }

  /// The target up to its query.
  public var path: Span<UInt8> {
    @_lifetime(copy self)
    get {
      let whole = target
      return whole.extracting(first: whole.firstIndex(of: UInt8(ascii: "?")) ?? whole.count)
    }
  }

  /// The value of the first header field of that name, which is given in small letters; nil where there is none.
  @_lifetime(copy self)
  public func field(_ name: String) -> Span<UInt8>? {
    guard var start = head.firstIndex(of: .lineFeed) else { return nil }
    start += 1
    while let end = head.firstIndex(of: .lineFeed, from: start) {
      let line = head.extracting(start..<end - 1)
      // The head was read before: there is one in each but the last, which is empty.
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
      if line.extracting(first: colon).equalsIgnoringCase(name) {
        return line.extracting(droppingFirst: colon + 1).trimmed
      }
      start = end + 1
    }
    return nil
  }
}

/// What a request's header fields say about its body and the connection.
struct HTTPFields {
  private(set) var contentLength: UInt64?
  private(set) var isChunked = false
  private(set) var hasOtherCoding = false
  private(set) var hasTransferEncoding = false
  private(set) var closes = false
  private(set) var keepsAlive = false
  private(set) var hostCount = 0
  private(set) var expectsContinue = false
  private(set) var hasOtherExpectation = false

  /// Takes in one line, without its end.
  mutating func read(
    _ line: Span<UInt8>, _ characters: borrowing HTTPCharacters
  ) throws(HTTPRefusal) {
    let field = try FieldLine(line, characters)
    let (name, value) = (field.name, field.value)
    switch name.count {
    case 4 where name.equalsIgnoringCase("host"):
      hostCount += 1
      guard characters.isHost(value) else { throw .malformed }
    case 6 where name.equalsIgnoringCase("expect"):
      readExpectation(value)
    case 10 where name.equalsIgnoringCase("connection"):
      readConnection(value)
    case 14 where name.equalsIgnoringCase("content-length"):
      try readContentLength(value)
    case 17 where name.equalsIgnoringCase("transfer-encoding"):
      try readTransferEncoding(value)
    default: break
    }
  }

  private mutating func readExpectation(_ value: Span<UInt8>) {
    if value.equalsIgnoringCase("100-continue") {
      expectsContinue = true
    } else {
      hasOtherExpectation = true
    }
  }

  private mutating func readConnection(_ value: Span<UInt8>) {
    var rest = value
    while let option = rest.removeListElement() {
      if option.equalsIgnoringCase("close") { closes = true }
      if option.equalsIgnoringCase("keep-alive") { keepsAlive = true }
    }
  }

  /// RFC 9110 §8.6: digits and nothing else. A second one is refused, even one that says the same.
  private mutating func readContentLength(_ value: Span<UInt8>) throws(HTTPRefusal) {
    guard contentLength == nil, value.count > 0, value.count <= 19 else { throw .malformed }
    var length: UInt64 = 0
    for index in 0..<value.count {
      guard value[index].isDigit else { throw .malformed }
      length = length * 10 + UInt64(value[index] &- 48)
    }
    contentLength = length
  }

  /// RFC 9112 §6.1: "chunked" comes once, and last; other codings are not understood.
  private mutating func readTransferEncoding(_ value: Span<UInt8>) throws(HTTPRefusal) {
    hasTransferEncoding = true
    var rest = value
    while let coding = rest.removeListElement() {
      guard !isChunked else { throw .malformed }
      if coding.equalsIgnoringCase("chunked") { isChunked = true } else { hasOtherCoding = true }
    }
  }

  /// Refuses what could be understood in two ways, by us and by whoever stands between.
  func check(isVersion11: Bool) throws(HTTPRefusal) {
    // RFC 9112 §3.2: one Host, which HTTP/1.0 may leave out.
    guard hostCount == 1 || (hostCount == 0 && !isVersion11) else { throw .malformed }
    guard hasTransferEncoding else { return }
    // RFC 9112 §6.1: both lengths at once are an attempt at smuggling, and HTTP/1.0 has no transfer codings.
    guard contentLength == nil, isVersion11 else { throw .malformed }
    // RFC 9112 §6.3: where "chunked" isn't the last coding of a request, its length can't be told.
    guard isChunked else {
      throw HTTPRefusal(status: hasOtherCoding ? .notImplemented : .badRequest)
    }
    guard !hasOtherCoding else { throw HTTPRefusal(status: .notImplemented) }
  }
}

/// A header field: its name, and its value without the white space around it.
struct FieldLine: ~Escapable {
  let name: Span<UInt8>
  let value: Span<UInt8>

  /// RFC 9112 §5: no white space before the colon (which also refuses folded lines, §5.2), any around the value.
  @_lifetime(copy line)
  init(_ line: Span<UInt8>, _ characters: borrowing HTTPCharacters) throws(HTTPRefusal) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { throw .malformed }
    name = line.extracting(first: colon)
    guard characters.isToken(name) else { throw .malformed }
    let value = line.extracting(droppingFirst: colon + 1)
    for index in 0..<value.count {
      let octet = value[index]
      // RFC 9110 §5.5: visible characters, octets above ASCII, spaces and tabs; no carriage return by itself.
      guard octet >= 32 ? octet != 127 : octet == .tab else { throw .malformed }
    }
    self.value = value.trimmed
  }
}

extension Span where Element == UInt8 {
  /// Without the spaces and tabs at both ends.
  var trimmed: Span<UInt8> {
    @_lifetime(copy self)
    get {
      var start = 0
      var end = count
      while start < end, self[start] == .space || self[start] == .tab { start += 1 }
      while end > start, self[end - 1] == .space || self[end - 1] == .tab { end -= 1 }
      return extracting(start..<end)
    }
  }

  /// Takes the first element off a list with commas (RFC 9110 §5.6.1), leaving out empty ones; nil at its end.
  @_lifetime(self: copy self)
  @_lifetime(copy self)
  mutating func removeListElement() -> Span<UInt8>? {
    while count > 0 {
      let end = firstIndex(of: UInt8(ascii: ",")) ?? count
      let element = extracting(first: end).trimmed
      self = extracting(droppingFirst: min(end + 1, count))
      if element.count > 0 { return element }
    }
    return nil
  }
}

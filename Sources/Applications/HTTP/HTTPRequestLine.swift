/// What a request line asks for (RFC 9112 §3).
struct HTTPRequestLine {
  var method: Method
  var content: HTTPAnswer.Content
  /// False: HTTP/1.0.
  var isVersion11: Bool

  enum Method {
    case get, head
    /// Known, but not allowed here.
    case known
    case unknown
  }

  static let byteCountMax = 8 << 10

  /// Reads a line without its end.
  init(_ line: Span<UInt8>, _ characters: borrowing HTTPCharacters) throws(HTTPRefusal) {
    guard line.count <= Self.byteCountMax else { throw HTTPRefusal(status: .uriTooLong) }
    // RFC 9112 §3: single spaces between the three parts; a target holds none.
    guard let methodEnd = line.firstIndex(of: .space),
      let targetEnd = line.firstIndex(of: .space, from: methodEnd + 1)
    else { throw .malformed }
    let name = line.extracting(first: methodEnd)
    guard characters.isToken(name) else { throw .malformed }
    isVersion11 = try Self.version(line.extracting(droppingFirst: targetEnd + 1))
    method = Self.method(name)
    let target = line.extracting(methodEnd + 1..<targetEnd)
    content = try Self.content(target, isConnect: name.starts(with: "CONNECT"), characters)
  }

  private static func method(_ name: Span<UInt8>) -> Method {
    switch name.count {
    case 3 where name.starts(with: "GET"): .get
    case 4 where name.starts(with: "HEAD"): .head
    case 3 where name.starts(with: "PUT"): .known
    case 4 where name.starts(with: "POST"): .known
    case 5 where name.starts(with: "PATCH") || name.starts(with: "TRACE"): .known
    case 6 where name.starts(with: "DELETE"): .known
    case 7 where name.starts(with: "OPTIONS") || name.starts(with: "CONNECT"): .known
    default: .unknown
    }
  }

  /// RFC 9112 §2.3: "HTTP/" and two digits around a point, in capitals; any 1.x from 1.1 on is answered as 1.1.
  private static func version(_ text: Span<UInt8>) throws(HTTPRefusal) -> Bool {
    guard text.count == 8, text.starts(with: "HTTP/"), text[5].isDigit,
      text[6] == UInt8(ascii: "."), text[7].isDigit
    else { throw .malformed }
    guard text[5] == UInt8(ascii: "1") else { throw HTTPRefusal(status: .versionNotSupported) }
    return text[7] != UInt8(ascii: "0")
  }

  /// What a target names; `none` for what isn't here. All four forms of RFC 9112 §3.2 are read.
  private static func content(
    _ target: Span<UInt8>, isConnect: Bool, _ characters: borrowing HTTPCharacters
  ) throws(HTTPRefusal) -> HTTPAnswer.Content {
    for index in 0..<target.count {
      let octet = target[index]
      guard octet > 32, octet < 127, octet != UInt8(ascii: "#") else { throw .malformed }
    }
    guard target.count > 0 else { throw .malformed }
    if isConnect || (target.count == 1 && target[0] == UInt8(ascii: "*")) { return .none }
    if target[0] == UInt8(ascii: "/") { return content(path: target) }
    guard target.count > 7, target.extracting(first: 7).equalsIgnoringCase("http://") else {
      throw .malformed
    }
    let rest = target.extracting(droppingFirst: 7)
    let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.count
    guard end > 0, characters.isHost(rest.extracting(first: end)) else { throw .malformed }
    return end == rest.count ? .greeting : content(path: rest.extracting(droppingFirst: end))
  }

  private static func content(path: Span<UInt8>) -> HTTPAnswer.Content {
    let end = path.firstIndex(of: UInt8(ascii: "?")) ?? path.count
    if end == 1 { return .greeting }
    return end == 5 && path.starts(with: "/json") ? .json : .none
  }
}

/// A request's head: all up to the empty line.
struct HTTPHead {
  var line: HTTPRequestLine
  var fields: HTTPFields

  static let byteCountMax = 16 << 10

  /// Where a head ends, looking from `start` on.
  enum End {
    case at(Int)
    case notYet
    /// A line feed without a carriage return, or more octets than a head may have.
    case refused(HTTPStatus)
  }

  /// Looks for the empty line, from `start` on: everything before was looked at and is no end.
  ///
  /// RFC 9112 §2.2 lets a line feed by itself end a line, or not. It is refused: to somebody who stands between, it may be
  /// part of a value.
  static func end(in input: Span<UInt8>, from start: Int) -> End {
    let limit = min(input.count, byteCountMax)
    var index = start
    while let found = input.extracting(first: limit).firstIndex(of: .lineFeed, from: index) {
      guard found > 0, input[found - 1] == .carriageReturn else { return .refused(.badRequest) }
      if found > 1, input[found - 2] == .lineFeed { return .at(found + 1) }
      index = found + 1
    }
    return input.count > byteCountMax ? .refused(.headersTooLarge) : .notYet
  }

  /// Reads a head, the empty line included.
  init(_ head: Span<UInt8>, _ characters: borrowing HTTPCharacters) throws(HTTPRefusal) {
    guard let lineEnd = head.firstIndex(of: .lineFeed) else { throw .malformed }
    line = try HTTPRequestLine(head.extracting(first: lineEnd - 1), characters)
    fields = HTTPFields()
    var start = lineEnd + 1
    while start < head.count - 2, let end = head.firstIndex(of: .lineFeed, from: start) {
      try fields.read(head.extracting(start..<end - 1), characters)
      start = end + 1
    }
    try fields.check(isVersion11: line.isVersion11)
    if fields.hasOtherExpectation { throw HTTPRefusal(status: .expectationFailed) }
  }

  /// RFC 9110 §10.1.1: the client may wait for a word before it sends the content; of HTTP/1.0 that is ignored.
  var expectsContinue: Bool { fields.expectsContinue && line.isVersion11 }

  /// What the request is to be told once its body has gone by.
  var answer: HTTPAnswer {
    var answer = HTTPAnswer(status: .ok, content: line.content)
    switch line.method {
    case .get, .head:
      answer.omitsContent = line.method == .head
      if line.content == .none { answer.status = .notFound }
    case .known:
      answer.status = .methodNotAllowed
      answer.content = .none
    case .unknown:
      answer.status = .notImplemented
      answer.content = .none
    }
    // RFC 9112 §9.3.
    if fields.closes {
      answer.persistence = .closes
    } else if !line.isVersion11 {
      answer.persistence = fields.keepsAlive ? .told : .closes
    }
    return answer
  }
}

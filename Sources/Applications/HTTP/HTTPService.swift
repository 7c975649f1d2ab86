/// HTTP/1.1 (RFC 9112): a greeting at `/`, a JSON answer at `/json`, for GET and HEAD.
///
/// Connections stay open and requests may be pipelined. Bodies, also chunked ones, are skipped in steps before the
/// answer. What can't be taken is answered with its status, and the connection is closed.
public struct HTTPService: ~Copyable {
  private let characters = HTTPCharacters()
  private let epochNanoseconds: UInt64
  private var date = HTTPDate()
  /// Requests that were answered so far.
  private var requestCount = 0

  public init(_ configuration: ApplicationConfiguration) {
    epochNanoseconds = configuration.epochNanoseconds
  }

  mutating func serve(
    _ input: Span<UInt8>, _ state: inout ConnectionState, _ reply: inout ReplyBuffer,
    at now: UInt64
  ) -> ServiceStep {
    date.update((now &+ epochNanoseconds) / 1_000_000_000)
    var connection = state.http
    defer { state.http = connection }
    var consumed = 0
    while !reply.isFull {
      do throws(HTTPRefusal) {
        let rest = input.extracting(droppingFirst: consumed)
        guard let count = try advance(rest, &connection, &reply) else {
          return ServiceStep(consumed: consumed, next: .input)
        }
        consumed += count
        if connection.answer.persistence == .closes, connection.phase == .head, count > 0 {
          return ServiceStep(consumed: consumed, next: .close)
        }
      } catch {
        reply.append(refusal: error, date)
        return ServiceStep(consumed: input.count, next: .close)
      }
    }
    return ServiceStep(consumed: consumed, next: .again)
  }

  /// Goes one step on; how many octets it took, nil when there are too few.
  private mutating func advance(
    _ input: Span<UInt8>, _ connection: inout HTTPConnection, _ reply: inout ReplyBuffer
  ) throws(HTTPRefusal) -> Int? {
    switch connection.phase {
    case .head: return try readHead(input, &connection, &reply)
    case .body:
      guard let count = Self.skip(input, &connection) else { return nil }
      if connection.bodyLeft == 0 { finish(&connection, &reply) }
      return count
    case .chunkData:
      guard let count = Self.skip(input, &connection) else { return nil }
      if connection.bodyLeft == 0 { connection.phase = .chunkEnd }
      return count
    case .chunkSize, .chunkEnd:
      return try connection.readChunkFraming(input)
    case .trailers:
      guard let trailer = try connection.readTrailer(input, characters) else { return nil }
      if trailer.isLast { finish(&connection, &reply) }
      return trailer.byteCount
    }
  }

  private mutating func readHead(
    _ input: Span<UInt8>, _ connection: inout HTTPConnection, _ reply: inout ReplyBuffer
  ) throws(HTTPRefusal) -> Int? {
    // RFC 9112 §2.2: an empty line before a request is ignored.
    if connection.seenCount == 0, input.starts(with: "\r\n") { return 2 }
    switch HTTPHead.end(in: input, from: Int(connection.seenCount)) {
    case .refused(let status): throw HTTPRefusal(status: status)
    case .notYet:
      // A carriage return alone may be half of such an empty line.
      if input.count > 1 { connection.seenCount = UInt16(input.count) }
      return nil
    case .at(let end):
      start(try HTTPHead(input.extracting(first: end), characters), &connection, &reply)
      return end
    }
  }

  private mutating func start(
    _ head: HTTPHead, _ connection: inout HTTPConnection, _ reply: inout ReplyBuffer
  ) {
    connection = HTTPConnection()
    connection.answer = head.answer
    if head.fields.isChunked {
      connection.phase = .chunkSize
    } else if let length = head.fields.contentLength, length > 0 {
      connection.bodyLeft = length
      connection.phase = .body
    } else {
      return finish(&connection, &reply)
    }
    if head.expectsContinue { reply.appendContinue() }
  }

  /// Skips what there is of a body or chunk.
  private static func skip(_ input: Span<UInt8>, _ connection: inout HTTPConnection) -> Int? {
    guard input.count > 0 else { return nil }
    let count = min(UInt64(input.count), connection.bodyLeft)
    connection.bodyLeft -= count
    return Int(count)
  }

  /// Answers, and is ready for the next request.
  private mutating func finish(
    _ connection: inout HTTPConnection, _ reply: inout ReplyBuffer
  ) {
    connection.phase = .head
    connection.seenCount = 0
    requestCount += 1
    write(connection.answer, &reply)
  }

  private func write(_ answer: HTTPAnswer, _ reply: inout ReplyBuffer) {
    reply.append(headOf: answer, date)
    switch answer.content {
    case .none: reply.append(reasonOf: answer)
    case .greeting: writeGreeting(answer, &reply)
    case .json: writeJSON(answer, &reply)
    }
  }

  private func writeGreeting(_ answer: HTTPAnswer, _ reply: inout ReplyBuffer) {
    reply.append("\r\nContent-Type: text/plain\r\nContent-Length: 14\r\n\r\n")
    if !answer.omitsContent { reply.append("Hello, World!\n") }
  }

  private func writeJSON(_ answer: HTTPAnswer, _ reply: inout ReplyBuffer) {
    let start = "{\"message\":\"Hello, World!\",\"requests\":"
    reply.append("\r\nContent-Type: application/json\r\nContent-Length: ")
    reply.append(
      decimal: start.utf8.count + Decimal(requestCount.magnitude).count + 1)
    reply.append("\r\n\r\n")
    guard !answer.omitsContent else { return }
    reply.append(start)
    reply.append(decimal: requestCount)
    reply.append("}")
  }
}

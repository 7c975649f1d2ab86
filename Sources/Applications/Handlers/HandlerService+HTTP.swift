/// HTTP for handlers: requests are read as by `HTTPService`, the handler makes the content.
extension HandlerService {
  mutating func answerHTTP(
    _ input: Span<UInt8>, _ connection: inout HandlerConnection, _ reply: inout ReplyBuffer
  ) -> Outcome {
    do throws(HTTPRefusal) {
      return try readHTTP(input, &connection, &reply)
    } catch {
      reply.append(refusal: error, date)
      return .refused
    }
  }

  private mutating func readHTTP(
    _ input: Span<UInt8>, _ connection: inout HandlerConnection, _ reply: inout ReplyBuffer
  ) throws(HTTPRefusal) -> Outcome {
    // RFC 9112 §2.2: an empty line before a request is ignored.
    if input.starts(with: "\r\n") { return skipEmptyLine() }
    switch HTTPHead.end(in: input, from: Int(connection.seenCount)) {
    case .refused(let status): throw HTTPRefusal(status: status)
    case .notYet:
      if input.count > 1 { connection.seenCount = max(connection.seenCount, UInt32(input.count)) }
      return .lacksInput
    case .at(let end):
      let head = try HTTPHead(input.extracting(first: end), characters)
      let whole = end + (try contentLength(of: head))
      guard input.count >= whole else {
        // It is looked at again once there is all of it.
        connection.neededCount = UInt32(whole)
        if head.expectsContinue { reply.appendContinue() }
        return .lacksInput
      }
      let request = RequestView(
        input.extracting(end..<whole), head: input.extracting(first: end))
      answer(request, as: head, &reply)
      return .done(whole)
    }
  }

  /// Two octets that ask for nothing, and are answered by nothing.
  private mutating func skipEmptyLine() -> Outcome {
    answer.closesConnection = false
    return .done(2)
  }

  private func contentLength(of head: HTTPHead) throws(HTTPRefusal) -> Int {
    // RFC 9110 §15.5.12.
    if head.fields.isChunked { throw HTTPRefusal(status: .lengthRequired) }
    let length = head.fields.contentLength ?? 0
    guard length <= UInt64(framing.byteCountMax) else {
      throw HTTPRefusal(status: .contentTooLarge)
    }
    return Int(length)
  }

  private mutating func answer(
    _ request: RequestView, as head: HTTPHead, _ reply: inout ReplyBuffer
  ) {
    makeContent(request)
    let persistence = answer.closesConnection ? .closes : head.answer.persistence
    if persistence == .closes { answer.closesConnection = true }
    let status = (200...599).contains(answer.status) ? answer.status : 500
    reply.append("HTTP/1.1 ")
    reply.append(decimal: status)
    reply.append(.space)
    reply.append(HTTPReason.phrase(for: status))
    reply.appendCommonFields(date, persistence)
    // RFC 9110 §6.4.1, §8.6: neither has content, nor says how much.
    let hasContent = status != 204 && status != 304
    if hasContent {
      reply.append("\r\nContent-Type: ")
      reply.append(answer.contentType)
      reply.append("\r\nContent-Length: ")
      reply.append(decimal: answer.buffer.count)
    }
    reply.append("\r\n\r\n")
    if hasContent, !head.answer.omitsContent { reply.append(answer.buffer.octets) }
  }
}

/// The words beside status codes, which nobody needs to read (RFC 9112 §4).
enum HTTPReason {
  static func phrase(for status: Int) -> String {
    switch status {
    case 200: "OK"
    case 201: "Created"
    case 202: "Accepted"
    case 204: "No Content"
    case 301: "Moved Permanently"
    case 302: "Found"
    case 303: "See Other"
    case 304: "Not Modified"
    case 307: "Temporary Redirect"
    case 308: "Permanent Redirect"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 409: "Conflict"
    case 410: "Gone"
    case 429: "Too Many Requests"
    case 500: "Internal Server Error"
    case 501: "Not Implemented"
    case 503: "Service Unavailable"
    default: ""
    }
  }
}

import Applications
import Testing

/// Requests found in a stream and given to a handler.
@Suite struct HandlerServiceTests {
  /// An answer that says what was asked.
  private static func described(_ framing: Framing) -> Application {
    Application(
      HandlerService(framing) { request, reply in
        reply.append(request.method)
        reply.append(" ")
        reply.append(request.path)
        reply.append(" ")
        if let type = request.field("content-type") { reply.append(type) }
        reply.append(" [")
        reply.append(request.octets)
        reply.append("]")
      })
  }

  /// What `HTTPService` refuses is refused here, with the same words; but of content in chunks, which handlers don't get,
  /// nobody looks at these.
  @Test(arguments: HTTPCase.refused.filter { !$0.request.hasPrefix(HTTPCase.chunked) })
  func whatIsNoHTTPIsRefused(_ test: HTTPCase) throws {
    var http = try Application.made("http")
    let expected = http.answer([test.request.utf8])
    var handler = Self.described(.http)
    let conversation = handler.answer([test.request.utf8])
    #expect(conversation.answered == expected.answered && conversation.isClosed)
    var other = Self.described(.http)
    #expect(other.answer(test.request.utf8.map { [$0] }).answered == expected.answered)
  }

  @Test func contentAndHeadAreHandedOver() {
    let head =
      "POST /a/b?c=d HTTP/1.1\r\nHost: a\r\nContent-Type: x/y \r\nContent-Length: 5\r\n\r\n"
    let octets = Array("\(head)hello\(head)world".utf8)
    for cut in 0...octets.count {
      var handler = Self.described(.http)
      var conversation = handler.answer([octets[..<cut], octets[cut...]])
      let text = conversation.takeText()
      #expect(text.matches(of: /HTTP\/1.1 200 OK/).count == 2, "cut at \(cut)")
      #expect(text.contains("POST /a/b x/y [hello]HTTP/1.1") && text.hasSuffix("[world]"), "\(cut)")
      #expect(text.matches(of: /Content-Length: 21\r\n\r\n/).count == 2)
      #expect(!conversation.isClosed)
    }
  }

  @Test func statusTypeAndEndAreTheHandlers() {
    var handler = Application(
      HandlerService(.http) { request, reply in
        guard request.path.count == 1 else {
          reply.status = 404
          reply.closesConnection = true
          return
        }
        reply.contentType = "application/json"
        reply.append("{}")
      })
    let (get, other) = (HTTPCase.get, "GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
    var conversation = handler.answer([(get + other + get).utf8])
    let text = conversation.takeText()
    #expect(
      text.contains("200 OK") && text.contains("application/json\r\nContent-Length: 2\r\n\r\n{}"))
    #expect(
      text.contains("404 Not Found")
        && text.contains("Connection: close\r\nContent-Type: text/plain"))
    #expect(text.hasSuffix("Content-Length: 0\r\n\r\n") && conversation.isClosed)
  }

  @Test func aHeadIsAnsweredWithoutContent() {
    var handler = Self.described(.http)
    var conversation = handler.answer(["HEAD / HTTP/1.1\r\nHost: a\r\n\r\n".utf8])
    #expect(conversation.takeText().hasSuffix("Content-Length: 10\r\n\r\n"))
  }

  @Test func whoWaitsForAWordIsToldToGoOnOnce() {
    var handler = Self.described(.http)
    var conversation = Conversation()
    conversation.send(
      "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n".utf8,
      to: &handler)
    #expect(conversation.takeText() == "HTTP/1.1 100 Continue\r\n\r\n")
    conversation.send("a".utf8, to: &handler)
    #expect(conversation.takeText() == "")
    conversation.send("b".utf8, to: &handler)
    #expect(conversation.takeText().hasSuffix("POST /  [ab]"))
  }

  @Test(arguments: [
    ("Content-Length: 65537\r\n\r\n", 413), ("Transfer-Encoding: chunked\r\n\r\n", 411),
    ("Content-Length: 9999999999999999999\r\n\r\n", 413),
  ])
  func contentThatCantBeHeldIsRefused(_ field: String, _ code: Int) {
    var handler = Self.described(.http)
    var conversation = handler.answer(["POST / HTTP/1.1\r\nHost: a\r\n\(field)".utf8])
    #expect(conversation.takeText().hasPrefix("HTTP/1.1 \(code) ") && conversation.isClosed)
  }

  /// One step answers a bounded number of requests, whatever has arrived.
  @Test func aStepIsBounded() {
    var handler = Application(
      HandlerService(.lines) { _, reply in reply.append("x") })
    var conversation = Conversation()
    var reply = ReplyBuffer()
    conversation.receive(Array(repeating: UInt8(ascii: "\n"), count: 100))
    #expect(conversation.step(&handler, &reply) == .again)
    #expect(conversation.answered.count == 32)
    while conversation.step(&handler, &reply) == .again {}
    #expect(conversation.answered.count == 100)
  }

  /// The same however it is cut, octet by octet at last.
  @Test func messagesAreFoundHoweverTheyAreCut() {
    let octets: [UInt8] = [0, 3, 97, 98, 99, 0, 0, 0, 1, 100]
    func answer(_ pieces: [some Sequence<UInt8>]) -> [UInt8] {
      var handler = Application(
        HandlerService(.lengthPrefixed(.twoOctets)) { request, reply in
          reply.append(request.octets)
          reply.append("!")
        })
      return handler.answer(pieces).answered
    }
    let expected: [UInt8] = [0, 4, 97, 98, 99, 33, 0, 1, 33, 0, 2, 100, 33]
    #expect(answer(octets.map { [$0] }) == expected)
    for cut in 0...octets.count { #expect(answer([octets[..<cut], octets[cut...]]) == expected) }
  }

  @Test func anAnswerThatHasNoLengthIsNotSent() {
    var handler = Application(
      HandlerService(.lengthPrefixed(.octet)) { request, reply in
        for _ in 0..<100 * request.octets.count { reply.append(0) }
      })
    let conversation = handler.answer([[2, 0, 0, 3, 0, 0, 0] as [UInt8]])
    #expect(conversation.answered == [200] + Array(repeating: 0, count: 200))
    #expect(conversation.isClosed)
  }
}

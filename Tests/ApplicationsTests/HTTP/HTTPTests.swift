import Applications
import SeededNumbers
import Testing

/// A request, or several, and what each answer's status line, content and connection have to be.
struct HTTPCase: Sendable, CustomTestStringConvertible {
  var request: String
  /// Codes of the answers, in order.
  var codes: [Int]
  var closes: Bool

  init(_ request: String, _ codes: [Int], closes: Bool = false) {
    self.request = request
    self.codes = codes
    self.closes = closes
  }

  var testDescription: String { request.prefix(60).debugDescription }

  static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
  static let post = "POST / HTTP/1.1\r\nHost: a\r\n"
  static let chunked = post + "Transfer-Encoding: chunked\r\n\r\n"

  static func get(_ field: String) -> String { "GET / HTTP/1.1\r\nHost: a\r\n\(field)\r\n\r\n" }

  static let taken: [HTTPCase] = [
    .init(get, [200]),
    .init(get + get + get, [200, 200, 200]),
    .init("\r\n\r\n" + get, [200]),
    .init("HEAD / HTTP/1.1\r\nhOsT:a\r\n\r\n" + get, [200, 200]),
    .init("GET /json?x=/y HTTP/1.1\r\nHost: a\r\n\r\n", [200]),
    .init("GET http://a:80/json HTTP/1.1\r\nHost: b\r\n\r\n", [200]),
    .init("GET http://a HTTP/1.1\r\nHost: b\r\n\r\n", [200]),
    .init("GET / HTTP/1.7\r\nHost: a\r\n\r\n", [200]),
    .init("GET /jsonx HTTP/1.1\r\nHost: a\r\n\r\n" + get, [404, 200]),
    .init("DELETE / HTTP/1.1\r\nHost: a\r\n\r\n" + get, [405, 200]),
    .init("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n" + get, [405, 200]),
    .init("CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n" + get, [405, 200]),
    .init("BREW / HTTP/1.1\r\nHost: a\r\n\r\n" + get, [501, 200]),
    .init(post + "Content-Length: 5\r\n\r\nGET /" + get, [405, 200]),
    .init(post + "Content-Length: 0\r\n\r\n" + get, [405, 200]),
    .init(post + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\nab" + get, [100, 405, 200]),
    .init(chunked + "0\r\n\r\n" + get, [405, 200]),
    .init(
      chunked + "5\r\nhello\r\n00A ;x=\"y\"\r\n0123456789\r\n0\r\nT: v\r\n\r\n" + get, [405, 200]),
    .init(get("Connection: close") + get, [200], closes: true),
    .init(get("Connection: te, , Close"), [200], closes: true),
    .init("GET / HTTP/1.0\r\n\r\n" + get, [200], closes: true),
    .init("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + get, [200, 200]),
    .init(get("X: \t a b\u{e9} \t"), [200]),
    .init(get("X:"), [200]),
    .init(get("Host;: b").replacing(";", with: "1"), [200]),
  ]

  static let refused: [HTTPCase] = [
    (get("Content-Length: 1, 1"), 400), (get("Content-Length: +1"), 400),
    (get("Content-Length: "), 400), (get("Content-Length: 1\r\nContent-Length: 1"), 400),
    (get("Content-Length: 99999999999999999999"), 400), (get("Content-Length: 0x1"), 400),
    (get("Content-Length: 1\r\nTransfer-Encoding: chunked"), 400),
    (get("Transfer-Encoding: chunked\r\nContent-Length: 1"), 400),
    (get("Transfer-Encoding: chunked, chunked"), 400),
    (get("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), 400),
    (get("Transfer-Encoding: chunked, gzip"), 400), (get("Transfer-Encoding: gzip, chunked"), 501),
    (get("Transfer-Encoding: gzip"), 501), (get("Transfer-Encoding: "), 400),
    (get("Transfer-Encoding: xchunked"), 501),
    (get("Transfer-Encoding : chunked"), 400),
    ("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\n\r\n", 400), (get("Host: a"), 400), (get("Host : a"), 400),
    ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
    (get("X: a\r\n b"), 400), (get("X: a\r\n\tb"), 400),
    ("GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400), ("GET / HTTP/1.1\nHost: a\n\n", 400),
    (get("X: a\rb"), 400), (get("X: a\u{0}b"), 400), (get("X"), 400), (get(": a"), 400),
    (get("X y: a"), 400), (get("X: a\n"), 400),
    ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400),
    ("GET / HTTP/1.1x\r\nHost: a\r\n\r\n", 400), ("GET / http/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET /\r\nHost: a\r\n\r\n", 400), ("GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400), (" / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET /\u{7f} HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET /#x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505), ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    ("GET / HTTP/0.9\r\nHost: a\r\n\r\n", 505), (get("Expect: 200-ok"), 417),
    ("GET /" + String(repeating: "a", count: 9000) + " HTTP/1.1\r\nHost: a\r\n\r\n", 414),
    (get("X: " + String(repeating: "a", count: 17000)), 431),
    (chunked + "\r\n", 400), (chunked + "5\nhello", 400), (chunked + "-1\r\n", 400),
    (chunked + "5 \r\nhello\r\n0\r\n\r\n", 400), (chunked + "5\r\nhelloX\r\n", 400),
    (chunked + "5\r\nhello\n0\r\n\r\n", 400), (chunked + "10000000000000000\r\n", 400),
    (chunked + "0x5\r\nhello\r\n", 400), (chunked + "5;\u{1}\r\nhello\r\n", 400),
    (chunked + "0\r\nbad trailer\r\n\r\n", 400), (chunked + "0\r\n\n", 400),
    (chunked + "1;" + String(repeating: "a", count: 5000) + "\r\n", 400),
    (
      chunked + "0\r\n"
        + String(repeating: "T: " + String(repeating: "a", count: 3000) + "\r\n", count: 6), 431
    ),
  ].map { HTTPCase($0.0, [$0.1], closes: true) }
}

@Suite struct HTTPTests {
  @Test(arguments: HTTPCase.taken + HTTPCase.refused)
  func answersWithTheStatus(_ test: HTTPCase) throws {
    var http = try Application.made("http")
    let octets = Array(test.request.utf8)
    let conversation = http.answer([octets])
    let answers = try #require(HTTPAnswers(conversation.answered, requests: test.request))
    #expect(answers.codes == test.codes)
    #expect(conversation.isClosed == test.closes)
    #expect(answers.saysClose == test.closes)
  }

  /// In two pieces, cut anywhere, and octet by octet.
  @Test(arguments: HTTPCase.taken + HTTPCase.refused)
  func answersTheSameHoweverTheRequestIsCut(_ test: HTTPCase) throws {
    let octets = Array(test.request.utf8)
    var http = try Application.made("http")
    let whole = http.answer([octets])
    let stride = max(octets.count / 400, 1)
    for cut in Swift.stride(from: 1, to: octets.count, by: stride) {
      var other = try Application.made("http")
      let parts = other.answer([octets[..<cut], octets[cut...]])
      #expect(parts.answered == whole.answered, "cut at \(cut)")
      #expect(parts.isClosed == whole.isClosed, "cut at \(cut)")
    }
    var last = try Application.made("http")
    #expect(last.answer(octets.map { [$0] }).answered == whole.answered)
  }

  @Test func writesAnswersAsTheyAre() throws {
    var http = try Application.made("http", .init(epochNanoseconds: 784_111_777 * 1_000_000_000))
    var conversation = Conversation()
    conversation.send(HTTPCase.get.utf8, to: &http)
    #expect(
      conversation.takeText() == """
        HTTP/1.1 200 OK\r
        Server: baton\r
        Date: Sun, 06 Nov 1994 08:49:37 GMT\r
        Content-Type: text/plain\r
        Content-Length: 14\r
        \r
        Hello, World!

        """)
    let json = "GET /json HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"
    conversation.send(json.utf8, to: &http, at: 1_999_999_999)
    #expect(
      conversation.takeText() == """
        HTTP/1.1 200 OK\r
        Server: baton\r
        Date: Sun, 06 Nov 1994 08:49:38 GMT\r
        Connection: keep-alive\r
        Content-Type: application/json\r
        Content-Length: 40\r
        \r
        {"message":"Hello, World!","requests":2}
        """)
    conversation.send("PUT / HTTP/1.1\r\nHost: a\r\n\r\n".utf8, to: &http, at: 2_000_000_000)
    #expect(
      conversation.takeText() == """
        HTTP/1.1 405 Method Not Allowed\r
        Server: baton\r
        Date: Sun, 06 Nov 1994 08:49:39 GMT\r
        Allow: GET, HEAD\r
        Content-Type: text/plain\r
        Content-Length: 23\r
        \r
        405 Method Not Allowed

        """)
  }

  @Test func pipelinedRequestsAreAnsweredInSteps() throws {
    var http = try Application.made("http")
    let count = 5000
    let conversation = http.answer([Array(String(repeating: HTTPCase.get, count: count).utf8)])
    let answers = try #require(
      HTTPAnswers(conversation.answered, requests: String(repeating: HTTPCase.get, count: count)))
    #expect(answers.codes == Array(repeating: 200, count: count))
    #expect(conversation.stepCount > 5)
    #expect(conversation.longestReply <= ReplyBuffer.partByteCountMax)
  }

  /// A body that is larger than any buffer goes by.
  @Test func longBodiesAreSkipped() throws {
    var http = try Application.made("http")
    var conversation = Conversation()
    let byteCount = 100 << 20
    conversation.send(
      (HTTPCase.post + "Content-Length: \(byteCount)\r\n\r\n").utf8, to: &http)
    let piece = [UInt8](repeating: UInt8(ascii: "\n"), count: 1 << 20)
    for _ in 0..<100 {
      #expect(conversation.answered.isEmpty)
      conversation.send(piece, to: &http)
    }
    #expect(conversation.takeText().hasPrefix("HTTP/1.1 405 "))
    conversation.send(HTTPCase.get.utf8, to: &http)
    #expect(conversation.takeText().hasPrefix("HTTP/1.1 200 "))
  }

  /// Octets out of requests, changed at random: no trap, and always an end.
  @Test func garbageEndsInAnAnswerOrWaits() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("garbage for HTTP: seed \(seed)")
    var random = SeededGenerator(seed: seed)
    let samples = (HTTPCase.taken + HTTPCase.refused).map { Array($0.request.utf8.prefix(2000)) }
    var http = try Application.made("http")
    for _ in 0..<20_000 {
      var octets = samples[random.number(0..<samples.count)]
      for _ in 0..<random.number(0..<6) where !octets.isEmpty {
        let place = random.number(0..<octets.count)
        switch random.number(0..<3) {
        case 0: octets[place] = UInt8.random(in: 0...255, using: &random)
        case 1: octets.remove(at: place)
        default:
          octets.insert(contentsOf: samples[random.number(0..<samples.count)].prefix(40), at: place)
        }
      }
      let cut = random.number(0..<octets.count + 1)
      let conversation = http.answer([octets[..<cut], octets[cut...]])
      #expect(HTTPAnswers(conversation.answered, requests: nil) != nil, "seed \(seed)")
    }
  }
}

import Applications
import Testing

@Suite struct LimitTests {
  private static let outOfMemory = Answer.error(
    "OOM command not allowed when used memory > 'maxmemory'.")

  /// Values up to 8 MiB come in and go out in steps, and whoever is being sent one gets it as it was.
  @Test func longValuesComeAndGoInSteps() throws {
    var store = try Application.made("kv")
    let value = (0..<8 << 20).map { UInt8(truncatingIfNeeded: $0 &* 37 >> 4) }
    var writer = Conversation()
    for piece in request(Array("SET".utf8), Array("k".utf8), value).chunks(of: 1460 * 17) {
      writer.send(piece, to: &store)
    }
    #expect(writer.takeText() == "+OK\r\n")
    var reader = Conversation()
    reader.receive(request("MGET k none k") + request("PING"))
    var reply = ReplyBuffer()
    var client = Client()
    var round = 0
    while reader.step(&store, &reply) == .again {
      round += 1
      // Once the first is on its way, the key gets another value.
      if round == 3 { #expect(client.ask("SET k short", of: &store) == .text("OK")) }
    }
    #expect(round > 120)
    #expect(reader.longestReply <= ReplyBuffer.partByteCountMax)
    let answers = try #require(ReplyReader.all(reader.answered))
    #expect(
      answers == [
        .array([.bulk(value), .bulk(nil), .bulk(Array("short".utf8))]), .text("PONG"),
      ])
    var echoed = Client()
    let long = Array(value.prefix(1 << 20))
    #expect(echoed.ask(request(Array("ECHO".utf8), long), of: &store) == .bulk(long))
  }

  /// What is refused, is refused without harm; what is removed, makes room.
  @Test func memoryIsBounded() throws {
    var store = try Application.made("kv", .init(memoryByteCountMax: 1 << 20))
    var client = Client()
    let value = String(repeating: "v", count: 500)
    for round in 0..<3 {
      var count = 0
      while client.ask("SET \(round):\(count) \(value)", of: &store) == .text("OK") { count += 1 }
      #expect((1500..<2000).contains(count))
      #expect(client.ask("SET x \(value)", of: &store) == Self.outOfMemory)
      #expect(client.ask("DBSIZE", of: &store) == .number(count))
      #expect(client.ask("SET \(round):0 \(value)", of: &store) == .text("OK"))
      #expect(client.ask("APPEND \(round):0 \(value)\(value)", of: &store) == Self.outOfMemory)
      #expect(client.ask("GET \(round):1", of: &store) == .bulk(Array(value.utf8)))
      if round == 0 {
        for index in 0..<count { _ = client.ask("DEL 0:\(index)", of: &store) }
      } else {
        #expect(client.ask("FLUSHALL", of: &store) == .text("OK"))
      }
      #expect(usedByteCount(&client, &store) == 0)
      let large = String(repeating: "w", count: 900_000)
      #expect(client.ask("SET large \(large)", of: &store) == .text("OK"))
      #expect(client.ask("DEL large", of: &store) == .number(1))
    }
    #expect(
      client.ask("MSET a \(value) b \(String(repeating: "w", count: 1_100_000))", of: &store)
        == Self.outOfMemory)
    #expect(client.ask("EXISTS a", of: &store) == .number(0))
  }

  private func usedByteCount(_ client: inout Client, _ store: inout Application) -> Int? {
    guard case .bulk(let octets?)? = client.ask("INFO memory", of: &store) else { return nil }
    let text = String(decoding: octets, as: UTF8.self)
    return text.split(separator: "\r\n").first { $0.hasPrefix("used_memory:") }
      .flatMap { Int($0.dropFirst(12)) }
  }

  /// Connections that end in the middle of something leave nothing behind.
  @Test func whatEndsEarlyGivesBackWhatItHeld() throws {
    var store = try Application.made("kv", .init(memoryByteCountMax: 8 << 20))
    var client = Client()
    for _ in 0..<200 {
      _ = client.ask(
        request([Array("SET".utf8), [1], Array(repeating: 7, count: 1 << 20)]), of: &store)
      var reply = ReplyBuffer()
      for line in ["GET \u{1}", "KEYS *", "FLUSHALL", "CLIENT SETNAME foo"] {
        var other = Conversation()
        other.receive(request(line))
        _ = other.step(&store, &reply)
        other.end(in: &store)
      }
      var half = Conversation()
      half.send(
        request([Array("ECHO".utf8), Array(repeating: 8, count: 1 << 20)]).dropLast(), to: &store)
      half.end(in: &store)
      #expect(client.ask("FLUSHALL", of: &store) == .text("OK"))
      #expect(usedByteCount(&client, &store) == 0)
    }
  }

  /// A reply may be full behind any part of an answer, also the count before the values.
  @Test func anAnswerIsTheSameWhereverItsReplyIsFull() throws {
    let expected = Array(
      "+OK\r\n*3\r\n$3\r\nxyz\r\n$-1\r\n$3\r\nxyz\r\n$2\r\nhi\r\n".utf8)
    for limit in 1..<80 {
      var store = try Application.made("kv")
      var conversation = Conversation()
      var reply = ReplyBuffer(limit: limit)
      conversation.receive(request("SET a xyz") + request("MGET a b a") + request("ECHO hi"))
      while conversation.step(&store, &reply) == .again {}
      #expect(conversation.answered == expected, "limit \(limit)")
    }
  }

  @Test func protocolErrorsClose() throws {
    let cases = [
      ("*x\r\n", "invalid multibulk length"), ("*1048577\r\n", "invalid multibulk length"),
      ("*1\r\n+PING\r\n", "expected '$', got '+'"), ("*1\r\n$x\r\n", "invalid bulk length"),
      ("*1\r\n$-1\r\n", "invalid bulk length"), ("*1\r\n$8388609\r\n", "invalid bulk length"),
      ("*" + String(repeating: "1", count: 70_000), "too big mbulk count string"),
      ("*1\r\n$" + String(repeating: "1", count: 70_000), "too big bulk count string"),
      (String(repeating: "a", count: 70_000), "too big inline request"),
      (String(repeating: "a", count: 70_000) + "\r\n", "too big inline request"),
      ("*" + String(repeating: "1", count: 70_000) + "\r\n", "too big mbulk count string"),
      ("GET \"a\r\n", "unbalanced quotes in request"),
      ("GET 'a'b\r\n", "unbalanced quotes in request"),
    ]
    for (octets, text) in cases {
      var store = try Application.made("kv")
      let whole = store.answer([Array(octets.utf8)])
      #expect(String(decoding: whole.answered, as: UTF8.self) == "-ERR Protocol error: \(text)\r\n")
      #expect(whole.isClosed)
      let pieces = store.answer(Array(octets.utf8).chunks(of: 1000))
      #expect(pieces.answered == whole.answered && pieces.isClosed)
    }
  }

  @Test func emptyRequestsAndQuotesAreTakenAsRedisTakesThem() throws {
    var store = try Application.made("kv")
    let text =
      "\r\n\n*0\r\n*-1\r\n  \r\nECHO \"a\\x41\\n\\\"\" \nECHO 'b\\'\\n'\r\n*1\r\n$4\r\nPINGxx"
    let conversation = store.answer([Array(text.utf8)])
    #expect(
      String(decoding: conversation.answered, as: UTF8.self)
        == "$4\r\naA\n\"\r\n$4\r\nb'\\n\r\n+PONG\r\n")
  }

  @Test func keysAreGoneOnceTheirTimeIsOver() throws {
    var store = try Application.made("kv")
    var client = Client()
    let millisecond: UInt64 = 1_000_000
    for index in 0..<1000 { _ = client.ask("SET k\(index) v PX \(index + 1)", of: &store) }
    #expect(client.ask("PTTL k99", of: &store, at: 40 * millisecond) == .number(60))
    #expect(client.ask("GET k99", of: &store, at: 100 * millisecond) == .bulk([118]))
    #expect(client.ask("GET k99", of: &store, at: 101 * millisecond) == .bulk(nil))
    #expect(client.ask("TTL k99", of: &store, at: 101 * millisecond) == .number(-2))
    let keys = client.ask("KEYS *", of: &store, at: 500 * millisecond)
    #expect(keys?.bulks.count == 501)
    // Nobody asks for the others, and still they go.
    for _ in 0..<200 { _ = client.ask("PING", of: &store, at: 2000 * millisecond) }
    #expect(client.ask("DBSIZE", of: &store, at: 2000 * millisecond) == .number(0))
    #expect(usedByteCount(&client, &store) == 0)
  }

  @Test func manyRequestsAreCarriedOutInSteps() throws {
    var store = try Application.made("kv")
    let count = 20_000
    let octets = (0..<count).flatMap { _ in request("INCR n") }
    let conversation = store.answer([octets])
    #expect(conversation.stepCount >= count / 512)
    #expect(
      ReplyReader.all(conversation.answered) == (1...count).map { .number($0) })
  }
}

extension Array {
  /// In pieces of so many elements, the last one maybe shorter.
  func chunks(of count: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: self.count, by: count).map { self[$0..<Swift.min($0 + count, self.count)] }
  }
}

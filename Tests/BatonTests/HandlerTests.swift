import Baton
import Synchronization
import Testing

/// Functions that answer requests on workers.
@Suite(.timeLimit(.minutes(1))) struct HandlerTests {
  @Test func linesAreAnswered() async throws {
    let pair = try Pair { near, _ in
      try near.onRequest(port: 7, framing: .lines) { request, reply in
        reply.append(decimal: request.octets.count)
        reply.append(":")
        reply.append(request.octets)
        reply.append("\n")
      }
    }
    let connection = try await pair.connect(7)
    // A line that comes in two pieces, among others that come in one.
    try await connection.send("a\r\n\nhel")
    #expect(try await connection.receive(exactly: 7) == Array("1:a\n0:\n".utf8))
    try await connection.send("lo\nrest")
    connection.finish()
    #expect(try await connection.receiveText() == "5:hello\n")
    await pair.stop()
  }

  @Test func aLineThatIsTooLongEndsTheConnection() async throws {
    let pair = try Pair { near, _ in
      try near.onRequest(port: 7, framing: .lines.limited(to: 10)) { request, reply in
        reply.append(request.octets)
      }
    }
    let connection = try await pair.connect(7)
    try await connection.send("0123456789\n0123456789x\n0")
    #expect(try await connection.receive(exactly: 10) == Array("0123456789".utf8))
    #expect(try await connection.receiveAll().isEmpty)
    await pair.stop()
  }

  @Test(arguments: Framing.LengthPrefix.allCases)
  func messagesComeBehindTheirLengths(_ prefix: Framing.LengthPrefix) async throws {
    let pair = try Pair { near, _ in
      try near.onRequest(port: 7, framing: .lengthPrefixed(prefix)) { request, reply in
        for index in request.octets.indices.reversed() { reply.append(request.octets[index]) }
      }
    }
    let connection = try await pair.connect(7)
    // The largest one is put together from many packets.
    for count in [0, 1, 255, 10_000, 60_000] where count < 1 << (8 * prefix.rawValue) {
      let head = (0..<prefix.rawValue).reversed().map {
        UInt8(truncatingIfNeeded: count >> (8 * $0))
      }
      let message = pattern(count)
      try await connection.send(head + message)
      let answer = try await connection.receive(exactly: head.count + count)
      #expect(answer == head + message.reversed())
    }
    await pair.stop()
  }

  @Test func streamsAreHandedOverAsTheyCome() async throws {
    let pair = try Pair { near, _ in
      try near.onRequest(port: 7, framing: .stream) { request, reply in
        reply.append(request.octets)
      }
    }
    let connection = try await pair.connect(7)
    let octets = pattern(2_000_000)
    async let answer = connection.receiveAll()
    try await connection.send(octets)
    connection.finish()
    #expect(try await answer == octets)
    await pair.stop()
  }

  @Test func whatIsAnsweredAfterwardsIsNotRead() async throws {
    let pair = try Pair { near, _ in
      try near.onRequest(port: 7, framing: .lines) { request, reply in
        reply.append("bye\n")
        reply.closesConnection = true
      }
    }
    let connection = try await pair.connect(7)
    try await connection.send("one\n")
    #expect(try await connection.receiveText() == "bye\n")
    await pair.stop()
  }

  /// Who comes to know of a handler that blocks: it is in `net_serve`.
  @Test func theWatchdogNamesWhatBlocks() async throws {
    let isBlocked = Atomic(true)
    let pair = try Pair(runLimit: .milliseconds(20)) { near, _ in
      try near.onRequest(port: 7, framing: .lines) { request, reply in
        while isBlocked.load(ordering: .relaxed) {}
        reply.append("at last\n")
      }
    }
    let connection = try await pair.connect(7)
    try await connection.send("go\n")
    var overruns: [String] = []
    while overruns.isEmpty {
      try await Task.sleep(for: .milliseconds(5))
      overruns = pair.near.takeOverruns()
    }
    #expect(overruns[0].contains("exported function net_serve, called at insn"), "\(overruns)")
    isBlocked.store(false, ordering: .relaxed)
    #expect(try await connection.receive(exactly: 8) == Array("at last\n".utf8))
    await pair.stop()
  }

  /// Each worker has connections of its own, and calls the handler at the same time as the others.
  @Test func allWorkersCallIt() async throws {
    let count = Atomic(0)
    let pair = try Pair(queueCount: 2) { near, _ in
      try near.onRequest(port: 7, framing: .lines) { _, reply in
        count.wrappingAdd(1, ordering: .relaxed)
        reply.append("\n")
      }
    }
    for worker in 0..<2 {
      let connection = try await pair.connect(7, worker: worker)
      try await connection.send("a\nb\n")
      #expect(try await connection.receive(exactly: 2).count == 2)
    }
    #expect(count.load(ordering: .relaxed) == 4)
    await pair.stop()
  }
}

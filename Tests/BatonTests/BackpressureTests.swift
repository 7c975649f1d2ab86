import Baton
import Synchronization
import Testing

/// Who sends faster than somebody reads waits, and nothing is kept in between but what buffers hold.
@Suite(.timeLimit(.minutes(1))) struct BackpressureTests {
  /// What can be on the way at most: both ends' rings, the sender's buffer and the receiver's.
  private static let onTheWayMax = 2 * (64 << 10) + 2 * (256 << 10)

  /// How far the two sides of a transfer are.
  private final class Progress: Sendable {
    let sent = Atomic(0)
    let received = Atomic(0)

    var onTheWay: Int { sent.load(ordering: .relaxed) - received.load(ordering: .relaxed) }
  }

  /// Sends `count` octets in pieces of odd sizes.
  private static func send(_ count: Int, to connection: Connection, _ progress: Progress)
    async throws
  {
    let piece = pattern(10_007)
    var sent = 0
    while sent < count {
      let part = Array(piece.prefix(min(piece.count, count - sent)))
      try await connection.send(part)
      sent += part.count
      progress.sent.store(sent, ordering: .relaxed)
    }
    connection.finish()
  }

  /// Waits until nothing moves any more.
  private static func settle(_ progress: Progress) async throws {
    var before = -1
    while before <= 0 || progress.sent.load(ordering: .relaxed) != before {
      before = progress.sent.load(ordering: .relaxed)
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  /// The reader lets the sender wait, and then reads all: what has come is what was sent.
  private static func check(
    _ count: Int, from sender: Connection, to receiver: Connection
  ) async throws {
    let progress = Progress()
    async let sending: Void = send(count, to: sender, progress)
    try await settle(progress)
    #expect(progress.onTheWay > 0 && progress.onTheWay <= onTheWayMax, "\(progress.onTheWay)")
    let piece = pattern(10_007)
    var (received, isEqual) = (0, true)
    for try await octets in receiver.received {
      for (index, octet) in octets.enumerated()
      where octet != piece[(received + index) % piece.count] { isEqual = false }
      received += octets.count
      progress.received.store(received, ordering: .relaxed)
      if progress.onTheWay > onTheWayMax { isEqual = false }
    }
    try await sending
    #expect(isEqual && received == count)
  }

  @Test func bothWaysTheSenderWaits() async throws {
    let (near, far, pair) = try await ConnectionTests.connected()
    try await Self.check(60_000_000, from: far, to: near)
    try await Self.check(60_000_000, from: near, to: far)
    await pair.stop()
  }

  /// A connection that nobody reads does not hold up another one.
  @Test func whoReadsIsNotHeldUp() async throws {
    var listener: Listener?
    let pair = try Pair { near, _ in
      listener = try near.listen(port: 7)
      try near.serve("echo", port: 8)
    }
    let stuck = try await pair.connect(7)
    let unread = await listener?.connections.first { _ in true }
    let progress = Progress()
    let sending = Task { try await Self.send(10_000_000, to: stuck, progress) }
    try await Self.settle(progress)
    let echo = try await pair.connect(8)
    for _ in 0..<100 {
      let octets = pattern(1000)
      try await echo.send(octets)
      #expect(try await echo.receive(exactly: 1000) == octets)
    }
    #expect(progress.onTheWay <= Self.onTheWayMax)
    sending.cancel()
    await #expect(throws: ConnectionError.cancelled) { try await sending.value }
    // What had come before is there; then the reset shows.
    await #expect(throws: ConnectionError.reset) { _ = try await unread?.receiveAll() }
    await pair.stop()
  }
}

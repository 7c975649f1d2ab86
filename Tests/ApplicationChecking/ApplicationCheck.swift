import Applications
import SeededNumbers

/// Gives a service any octets, at once and cut into pieces, and looks at what it does with them: for the fuzzer, and for the
/// tests that replay what it found.
///
/// The input is an octet that says which service, two that say how the rest is cut, one that says how often that comes, and the
/// rest. A service may take no more than it was given, answers the same however the octets come, keeps its replies
/// within their bounds, and has given everything back when its connections are forgotten.
public struct ApplicationCheck {
  private let service: CheckedService
  private let octets: [UInt8]
  private var random: SeededGenerator

  private static let headByteCount = 4
  private static let byteCountMax = 192 << 10
  private static let now: UInt64 = 1_000_000_000

  /// Runs an input: what is wrong, nil where nothing is.
  public static func complaint(about input: Span<UInt8>) -> String? {
    guard input.count > headByteCount else { return nil }
    var check = ApplicationCheck(input)
    return check.compare() ?? check.forgetAnywhere()
  }

  private init(_ input: Span<UInt8>) {
    let services = CheckedService.allCases
    service = services[Int(input[0]) % services.count]
    random = SeededGenerator(seed: UInt64(input[1]) << 8 | UInt64(input[2]))
    let body = (Self.headByteCount..<input.count).map { input[$0] }
    let count = min(Self.repetitions(input[3]), max(Self.byteCountMax / body.count, 1))
    var octets: [UInt8] = []
    octets.reserveCapacity(count * body.count)
    for _ in 0..<count { octets += body }
    self.octets = octets
  }

  /// Seldom many, so that most inputs are soon done.
  private static func repetitions(_ octet: UInt8) -> Int {
    octet < 224 ? 1 + Int(octet & 7) : 8 * Int(octet - 222)
  }

  // MARK: However it is cut

  private mutating func compare() -> String? {
    let whole = converse([octets[...]], replyLimit: 64 << 10, sendsLate: false)
    let cut = converse(
      pieces(), replyLimit: random.number(1..<5000), sendsLate: random.happens(50))
    if let complaint = whole.complaint ?? cut.complaint { return complaint }
    guard whole.isClosed == cut.isClosed else { return "closed: \(whole.isClosed) at once" }
    let (expected, answers) = (
      service.comparable(whole.answers), service.comparable(cut.answers)
    )
    guard expected == answers else { return difference(expected, answers) }
    guard whole.isClosed || whole.consumedCount == cut.consumedCount else {
      return "consumed: \(whole.consumedCount) at once, \(cut.consumedCount) in pieces"
    }
    return nil
  }

  private func difference(_ expected: [UInt8], _ answers: [UInt8]) -> String {
    let place = zip(expected, answers).enumerated().first { $1.0 != $1.1 }?.offset
    let start = max((place ?? min(expected.count, answers.count)) - 40, 0)
    let (one, other) = (expected.dropFirst(start).prefix(200), answers.dropFirst(start).prefix(200))
    return "answers differ behind \(start): \(String(decoding: one, as: UTF8.self)) at once, "
      + "\(String(decoding: other, as: UTF8.self)) in pieces"
  }

  private func converse(
    _ pieces: [ArraySlice<UInt8>], replyLimit: Int, sendsLate: Bool
  ) -> CheckedConnection {
    var application = service.make()
    var connection = CheckedConnection()
    var reply = ReplyBuffer(limit: replyLimit)
    for piece in pieces {
      connection.receive(piece)
      connection.serve(&application, &reply, sendsLate: sendsLate, at: Self.now)
    }
    connection.end(in: &application)
    return connection
  }

  /// The octets, cut. Long ones are not cut into the smallest pieces, each of which may have all before it looked at again.
  private mutating func pieces() -> [ArraySlice<UInt8>] {
    let lengths = octets.count > 4096 ? [300, 3000, 20_000, 100_000] : [1, 8, 100, 1000]
    let longest = lengths[random.number(0..<lengths.count)]
    var pieces: [ArraySlice<UInt8>] = []
    var start = 0
    while start < octets.count {
      let end = min(start + random.number(1..<longest + 1), octets.count)
      pieces.append(octets[start..<end])
      start = end
    }
    return pieces
  }

  // MARK: Whenever it ends

  /// Several connections send the same, each as far as it comes, while time goes on; then all are forgotten.
  private mutating func forgetAnywhere() -> String? {
    var application = service.make()
    var connections = (0..<3).map { _ in CheckedConnection() }
    var reply = ReplyBuffer(limit: random.number(1..<5000))
    var now = Self.now
    for piece in pieces().prefix(random.number(1..<40)) {
      for index in connections.indices where random.happens(80) {
        connections[index].receive(piece)
        connections[index].serve(
          &application, &reply, sendsLate: random.happens(50), atMost: random.number(0..<9), at: now
        )
        now += UInt64(random.number(0..<1_000_000_000))
      }
    }
    let limit = connections.count * Application.requestByteCountMax
    guard application.heldByteCount <= limit else { return "holds too much" }
    connections.shuffle(using: &random)
    for index in connections.indices { connections[index].end(in: &application) }
    guard application.heldByteCount == 0 else { return "parts of requests are not given back" }
    if service == .keyValue, let rest = Self.memoryLeft(in: &application, at: now) {
      return "memory is left: \(rest)"
    }
    return connections.lazy.compactMap(\.complaint).first
  }

  /// What a store says to hold once all keys were removed; nil: nothing.
  private static func memoryLeft(in application: inout Application, at now: UInt64) -> String? {
    var connection = CheckedConnection()
    var reply = ReplyBuffer()
    connection.receive(Array("FLUSHALL\r\nINFO memory\r\n".utf8)[...])
    connection.serve(&application, &reply, sendsLate: false, at: now)
    connection.end(in: &application)
    let answer = String(decoding: connection.answers, as: UTF8.self)
    return answer.contains("\r\nused_memory:0\r\n") ? nil : answer
  }
}

import Applications

/// A connection to a service, each of whose steps is held against what steps may do.
struct CheckedConnection {
  private var state = ConnectionState()
  private var input: [UInt8] = []
  private(set) var consumedCount = 0
  private(set) var answers: [UInt8] = []
  private(set) var isClosed = false
  private(set) var complaint: String?
  private var idleStepCount = 0

  /// More steps than this in a row without octets or an answer are no progress.
  private static let idleStepCountMax = 10_000

  /// Octets have arrived, which no step has looked at yet.
  mutating func receive(_ octets: ArraySlice<UInt8>) { input += octets }

  /// What has arrived and is not consumed.
  private var pendingCount: Int { input.count - consumedCount }

  /// Takes steps until the service needs more octets, or has taken `countMax`. Replies are sent as soon as they are made,
  /// or once they are full.
  mutating func serve(
    _ application: inout Application, _ reply: inout ReplyBuffer, sendsLate: Bool,
    atMost countMax: Int = .max, at now: UInt64
  ) {
    var count = 0
    while !isClosed, complaint == nil, count < countMax {
      let next = step(&application, &reply, at: now)
      if !sendsLate || next != .again || reply.octets.count >= reply.limit { send(&reply) }
      isClosed = next == .close
      count += 1
      if next == .input { break }
    }
    send(&reply)
  }

  private mutating func send(_ reply: inout ReplyBuffer) {
    for index in reply.octets.indices { answers.append(reply.octets[index]) }
    reply.removeAll()
  }

  private mutating func step(
    _ application: inout Application, _ reply: inout ReplyBuffer, at now: UInt64
  ) -> ServiceStep.Next {
    let before = reply.octets.count
    var state = state
    let step = application.serve(
      input.span.extracting(droppingFirst: consumedCount), &state, &reply, at: now)
    self.state = state
    check(step, growth: reply.octets.count - before, from: before, limit: reply.limit)
    consumedCount += step.consumed
    return step.next
  }

  private mutating func check(_ step: ServiceStep, growth: Int, from before: Int, limit: Int) {
    if !(0...pendingCount).contains(step.consumed) {
      complaint = "consumed \(step.consumed) of \(pendingCount)"
    }
    if growth < 0 || before + growth > limit + ReplyBuffer.partByteCountMax {
      complaint = "the reply grew by \(growth) from \(before), with a limit of \(limit)"
    }
    // A receive buffer may have no room for more.
    if step.next == .input, pendingCount - step.consumed >= Application.inputByteCountMin {
      complaint = "needs more than \(pendingCount - step.consumed) octets"
    }
    idleStepCount = step.consumed > 0 || growth > 0 ? 0 : idleStepCount + 1
    if step.next == .again, idleStepCount > Self.idleStepCountMax { complaint = "no progress" }
  }

  /// Ends the connection.
  mutating func end(in application: inout Application) { application.forget(&state) }
}

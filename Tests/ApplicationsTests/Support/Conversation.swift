import Applications

/// A connection as a stack would serve it: what arrived and was not consumed, and all that was answered.
struct Conversation {
  private var state = ConnectionState()
  private var pending: [UInt8] = []
  private(set) var answered: [UInt8] = []
  private(set) var isClosed = false
  /// Calls of `serve` so far.
  private(set) var stepCount = 0
  /// The longest reply of one call.
  private(set) var longestReply = 0

  /// More calls than this in a row without octets or an answer are no progress.
  private static let idleStepCountMax = 1_000_000

  /// Hands over octets, and calls until the service needs more of them.
  mutating func send(
    _ octets: some Sequence<UInt8>, to application: inout Application, at now: UInt64 = 0
  ) {
    pending.append(contentsOf: octets)
    var reply = ReplyBuffer()
    var idleStepCount = 0
    while !isClosed {
      let step = serve(&application, &reply, at: now)
      idleStepCount = step.consumed > 0 || !reply.isEmpty ? 0 : idleStepCount + 1
      reply.removeAll()
      if step.next == .input { return }
      isClosed = step.next == .close
      precondition(idleStepCount < Self.idleStepCountMax, "the service makes no progress")
    }
  }

  /// One call; what it said is in `reply`, too.
  mutating func serve(
    _ application: inout Application, _ reply: inout ReplyBuffer, at now: UInt64
  ) -> ServiceStep {
    var state = state
    let step = application.serve(pending.span, &state, &reply, at: now)
    self.state = state
    precondition(step.consumed >= 0 && step.consumed <= pending.count)
    pending.removeFirst(step.consumed)
    stepCount += 1
    longestReply = max(longestReply, reply.octets.count)
    for index in reply.octets.indices { answered.append(reply.octets[index]) }
    return step
  }

  /// One call whose answer is sent at once.
  mutating func step(
    _ application: inout Application, _ reply: inout ReplyBuffer, at now: UInt64 = 0
  ) -> ServiceStep.Next {
    let step = serve(&application, &reply, at: now)
    reply.removeAll()
    return step.next
  }

  /// Adds octets without a call.
  mutating func receive(_ octets: some Sequence<UInt8>) { pending.append(contentsOf: octets) }

  /// Ends the connection.
  mutating func end(in application: inout Application) { application.forget(&state) }

  /// Takes out what was answered so far, as text.
  mutating func takeText() -> String { String(decoding: takeOctets(), as: UTF8.self) }

  /// Takes out what was answered so far.
  mutating func takeOctets() -> [UInt8] {
    defer { answered = [] }
    return answered
  }
}

struct NoSuchService: Error {}

extension Application {
  static func made(
    _ name: String, _ configuration: ApplicationConfiguration = .init()
  ) throws -> Application {
    guard let application = Application(named: name, configuration: configuration) else {
      throw NoSuchService()
    }
    return application
  }

  /// What a new connection is told, when the octets come in these pieces.
  mutating func answer(_ pieces: [some Sequence<UInt8>], at now: UInt64 = 0) -> Conversation {
    var conversation = Conversation()
    for piece in pieces { conversation.send(piece, to: &self, at: now) }
    conversation.end(in: &self)
    return conversation
  }
}

/// Answers the requests on one connection or another: called on the worker, inside the step of a service.
///
/// Several workers call it at the same time, each for its own connections. It must not block: nothing else happens on the
/// worker meanwhile, and the watchdog reports it, by the name of the exported function that called it. What it appends costs
/// no allocation once the buffer has grown to what the load asks for.
public typealias RequestHandler = @Sendable (RequestView, inout Reply) -> Void

/// Gives each request, on a stream or in a datagram, to a handler.
public struct HandlerService: ~Copyable {
  let framing: Framing
  private let handler: RequestHandler
  private let epochNanoseconds: UInt64
  let characters = HTTPCharacters()
  var date = HTTPDate()
  /// What the handler appends to. Of HTTP it holds the content, whose length has to be known first; else it has the
  /// connection's buffer in it while the handler runs.
  var answer = Reply()

  /// How many requests one step answers at most, so that programs decide what comes next even where clients send many at
  /// once.
  static let requestCountMax = 32

  public init(
    _ framing: Framing, configuration: ApplicationConfiguration = .init(),
    _ handler: @escaping RequestHandler
  ) {
    self.framing = framing
    self.handler = handler
    epochNanoseconds = configuration.epochNanoseconds
  }

  mutating func serve(
    _ input: Span<UInt8>, _ state: inout ConnectionState, _ reply: inout ReplyBuffer,
    at now: UInt64
  ) -> ServiceStep {
    var connection = state.handler
    defer { state.handler = connection }
    if framing.kind == .http { date.update((now &+ epochNanoseconds) / 1_000_000_000) }
    var consumed = 0
    for _ in 0..<Self.requestCountMax {
      guard !reply.isFull else { break }
      switch advance(input.extracting(droppingFirst: consumed), &connection, &reply) {
      case .lacksInput: return ServiceStep(consumed: consumed, next: .input)
      case .refused: return ServiceStep(consumed: input.count, next: .close)
      case .done(let byteCount):
        consumed += byteCount
        connection = HandlerConnection()
        if answer.closesConnection { return ServiceStep(consumed: consumed, next: .close) }
      }
    }
    return ServiceStep(consumed: consumed, next: .again)
  }

  /// What became of the octets at the front of the input.
  enum Outcome {
    /// A request is not whole yet.
    case lacksInput
    /// A request was answered, and takes so many octets with what frames it.
    case done(Int)
    /// The connection is to be closed.
    case refused
  }

  private mutating func advance(
    _ input: Span<UInt8>, _ connection: inout HandlerConnection, _ reply: inout ReplyBuffer
  ) -> Outcome {
    guard input.count > 0, input.count >= connection.neededCount else { return .lacksInput }
    return switch framing.kind {
    case .stream: answerPiece(input, &reply)
    case .lines: answerLine(input, &connection, &reply)
    case .lengthPrefixed(let prefix): answerMessage(input, prefix, &connection, &reply)
    case .http: answerHTTP(input, &connection, &reply)
    // Nobody has a connection there.
    case .datagrams: .refused
    }
  }

  // MARK: Framings

  private mutating func answerPiece(
    _ input: Span<UInt8>, _ reply: inout ReplyBuffer
  ) -> Outcome {
    let piece = input.extracting(first: min(input.count, framing.byteCountMax))
    call(RequestView(piece), &reply)
    return .done(piece.count)
  }

  private mutating func answerLine(
    _ input: Span<UInt8>, _ connection: inout HandlerConnection, _ reply: inout ReplyBuffer
  ) -> Outcome {
    guard let end = input.firstIndex(of: .lineFeed, from: Int(connection.seenCount)) else {
      connection.seenCount = max(connection.seenCount, UInt32(input.count))
      // With the carriage return that may stand before the end.
      return input.count > framing.byteCountMax + 1 ? .refused : .lacksInput
    }
    let line = input.line(endingAt: end)
    guard line.count <= framing.byteCountMax else { return .refused }
    call(RequestView(line), &reply)
    return .done(end + 1)
  }

  private mutating func answerMessage(
    _ input: Span<UInt8>, _ prefix: Framing.LengthPrefix, _ connection: inout HandlerConnection,
    _ reply: inout ReplyBuffer
  ) -> Outcome {
    let start = prefix.rawValue
    guard input.count >= start else { return .lacksInput }
    var count = 0
    for index in 0..<start { count = count << 8 | Int(input[index]) }
    guard count <= framing.byteCountMax else { return .refused }
    guard input.count >= start + count else {
      connection.neededCount = UInt32(start + count)
      return .lacksInput
    }
    let place = reply.count
    for _ in 0..<start { reply.append(0) }
    call(RequestView(input.extracting(start..<start + count)), &reply)
    let length = reply.count - place - start
    guard length <= prefix.messageByteCountMax else {
      // An answer that has no length can't be sent, nor a part of it.
      reply.remove(from: place)
      return .refused
    }
    for index in 0..<start {
      reply.replace(
        at: place + index, by: UInt8(truncatingIfNeeded: length >> (8 * (start - 1 - index))))
    }
    return .done(start + count)
  }

  /// Answers a datagram; what is longer than requests may be is not answered.
  mutating func answer(datagram: Span<UInt8>, _ reply: inout ReplyBuffer) {
    if datagram.count <= framing.byteCountMax { call(RequestView(datagram), &reply) }
  }

  /// Has the handler append to a buffer.
  private mutating func call(_ request: RequestView, _ reply: inout ReplyBuffer) {
    // Moved in and out again, not copied.
    swap(&answer.buffer, &reply)
    answer.begin()
    handler(request, &answer)
    swap(&answer.buffer, &reply)
  }

  /// Has the handler make the content of an HTTP answer.
  mutating func makeContent(_ request: RequestView) {
    answer.buffer.removeAll()
    answer.begin()
    handler(request, &answer)
  }
}

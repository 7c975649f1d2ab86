/// A store of keys with values, which speaks Redis's protocol (RESP2, and RESP3 where a client asks for it), as far as clients and benchmarks ask for it.
///
/// What a command does with one key is done at once, as is a command whose work is in proportion to the octets that it
/// came in. Rules where an answer takes several steps:
/// - A value is sent as it was when the command was carried out, whatever is done to its key meanwhile.
/// - `MGET` looks at each key when its turn comes.
/// - `KEYS` names every key that is there all the time once; one that comes or goes meanwhile may be named or not.
/// - What `EXEC` carries out is carried out together, but where an answer takes several steps.
/// - `FLUSHALL` removes all keys at one time; its answer comes when their memory has been given back.
public struct KeyValueService: ~Copyable {
  var store: Store
  let configuration: ApplicationConfiguration
  private let commands = CommandTable()
  private var arguments: [ArgumentRange] = []
  /// The words of a line.
  private var words: [UInt8] = []
  private var assemblies = AssemblyPool()
  /// By the connections' numbers.
  var transactions: [UInt32: Transaction] = [:]
  /// What connections watch, by their numbers.
  var watches: [UInt32: WatchedKeys] = [:]
  /// For answers whose length comes before them.
  var scratch = ReplyBuffer()
  var statistics = KeyValueStatistics()
  private var lastID: UInt32 = 0
  /// What the connection speaks that is served.
  var version = ProtocolVersion.resp2
  private var random: UInt64

  /// A request of which so many octets have come, and not the last, is taken off the connection piece by piece.
  static let assemblyByteCountMin = 16 << 10
  /// How many requests one call carries out, at most.
  static let requestCountMax = 512
  static let keyByteCountMax = 64 << 10

  public init(_ configuration: ApplicationConfiguration) {
    self.configuration = configuration
    store = Store(
      byteCountMax: configuration.memoryByteCountMax, hashKey: configuration.hashKey)
    random = configuration.hashKey.0 ^ configuration.hashKey.1 | 1
  }

  mutating func serve(
    _ input: Span<UInt8>, _ state: inout ConnectionState, _ reply: inout ReplyBuffer,
    at now: UInt64
  ) -> ServiceStep {
    store.now = now / 1_000_000
    store.sweep()
    var connection = state.keyValue
    defer { state.keyValue = connection }
    if connection.id == 0 { welcome(&connection) }
    version = connection.version
    var consumed = 0
    for _ in 0..<Self.requestCountMax {
      guard !reply.isFull else { break }
      if connection.task == .sendingValue || connection.task == .sendingList {
        sendBlock(&connection, &reply)
        continue
      }
      do throws(ProtocolError) {
        let turn = try takeTurn(input.extracting(droppingFirst: consumed), &connection, &reply)
        consumed += turn.consumed
        if let next = turn.next { return ServiceStep(consumed: consumed, next: next) }
      } catch {
        write(error, &reply)
        return ServiceStep(consumed: input.count, next: .close)
      }
    }
    return ServiceStep(consumed: consumed, next: .again)
  }

  private mutating func welcome(_ connection: inout KeyValueConnection) {
    lastID &+= 1
    connection.id = lastID
    statistics.connectionCount += 1
  }

  private func write(_ error: ProtocolError, _ reply: inout ReplyBuffer) {
    reply.append("-ERR Protocol error: ")
    reply.append(error.text)
    if case .expectedLength(let octet) = error {
      reply.append(octet == .lineFeed || octet == .carriageReturn ? .space : octet)
      reply.append("'")
    }
    reply.append("\r\n")
  }

  /// A number that nobody needs to be surprised by (xorshift).
  mutating func nextRandom() -> UInt64 {
    random ^= random << 13
    random ^= random >> 7
    random ^= random << 17
    return random
  }

  /// What it holds of long requests, and of those that wait for `EXEC`, in octets.
  var heldByteCount: Int {
    watches.values.reduce(
      transactions.values.reduce(assemblies.byteCount) { $0 + $1.octets.count }
    ) { $0 + $1.byteCount }
  }

  /// Gives back what is held for a connection.
  mutating func forget(_ state: ConnectionState) {
    let connection = state.keyValue
    if connection.assembly != AssemblyPool.none { assemblies.giveBack(connection.assembly) }
    if connection.isQueueing { transactions[connection.id] = nil }
    if connection.isWatching { watches[connection.id] = nil }
    if connection.name != Heap.none { store.heap.release(connection.name) }
    switch connection.task {
    case .none, .flushing: break
    case .sendingValue: store.heap.release(connection.block)
    case .listing:
      store.listingCount -= 1
      releaseList(connection.block)
    case .sendingList: releaseList(connection.block)
    }
  }
}

extension KeyValueService {
  /// What one look at the input led to.
  private struct Turn {
    var consumed: Int
    /// Nil: there may be more to do.
    var next: ServiceStep.Next?
  }

  /// Takes one request, or a piece of one, off the connection, or goes on with one.
  private mutating func takeTurn(
    _ input: Span<UInt8>, _ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer
  ) throws(ProtocolError) -> Turn {
    if connection.assembly != AssemblyPool.none {
      return try assemble(input, &connection, &reply)
    }
    guard input.count > 0 else { return Turn(consumed: 0, next: .input) }
    arguments.removeAll(keepingCapacity: true)
    guard let byteCount = try readRequest(input) else {
      guard input.count >= Self.assemblyByteCountMin else { return Turn(consumed: 0, next: .input) }
      connection.assembly = assemblies.take()
      return try assemble(input, &connection, &reply)
    }
    let outcome = carryOut(input, isLine: input[0] != UInt8(ascii: "*"), &connection, &reply)
    return Turn(consumed: outcome.isDone ? byteCount : 0, next: outcome.next)
  }

  /// Reads a request of either form into `arguments`; how many octets it has, nil where some are missing.
  private mutating func readRequest(_ octets: Span<UInt8>) throws(ProtocolError) -> Int? {
    if octets[0] == UInt8(ascii: "*") {
      var reader = RequestReader()
      return try reader.read(octets, into: &arguments) ? reader.position : nil
    }
    guard let end = octets.firstIndex(of: .lineFeed) else {
      guard octets.count <= RequestReader.lineByteCountMax else { throw .tooLongInline }
      return nil
    }
    // As if it had come in pieces.
    guard end <= RequestReader.lineByteCountMax else { throw .tooLongInline }
    try InlineWords.split(octets.line(endingAt: end), into: &words, &arguments)
    return end + 1
  }

  /// Adds to a long request, and carries it out once it is whole.
  private mutating func assemble(
    _ input: Span<UInt8>, _ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer
  ) throws(ProtocolError) -> Turn {
    var consumed = 0
    if !assemblies.isComplete(connection.assembly) {
      guard input.count > 0 else { return Turn(consumed: 0, next: .input) }
      consumed = try assemblies.add(input, to: connection.assembly, &arguments)
      guard assemblies.isComplete(connection.assembly) else { return Turn(consumed: consumed) }
    }
    var octets: [UInt8] = []
    let place = connection.assembly
    assemblies.exchange(&octets, with: place)
    arguments.removeAll(keepingCapacity: true)
    // A line may have quotes that are not closed.
    do throws(ProtocolError) { _ = try readRequest(octets.span) } catch {
      assemblies.exchange(&octets, with: place)
      throw error
    }
    let outcome = carryOut(
      octets.span, isLine: octets[0] != UInt8(ascii: "*"), &connection, &reply)
    assemblies.exchange(&octets, with: place)
    if outcome.isDone {
      assemblies.giveBack(place)
      connection.assembly = AssemblyPool.none
    }
    return Turn(consumed: consumed, next: outcome.next)
  }

  /// Carries out the request in `arguments`, which are ranges of the words if it is a line.
  private mutating func carryOut(
    _ octets: Span<UInt8>, isLine: Bool, _ connection: inout KeyValueConnection,
    _ reply: inout ReplyBuffer
  ) -> Outcome {
    guard !arguments.isEmpty else { return .done }
    // Taken out, so that they can be looked at while everything else changes.
    var (arguments, words): ([ArgumentRange], [UInt8]) = ([], [])
    swap(&arguments, &self.arguments)
    swap(&words, &self.words)
    defer {
      swap(&arguments, &self.arguments)
      swap(&words, &self.words)
    }
    let outcome =
      isLine
      ? execute(Request(words.span, arguments.span), &connection, &reply)
      : execute(Request(octets, arguments.span), &connection, &reply)
    if outcome.isDone { connection.progress = 0 }
    return outcome
  }

  private mutating func execute(
    _ request: Request, _ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer
  ) -> Outcome {
    guard let command = commands.find(request[0]) else {
      if connection.isQueueing { refuseTransaction(of: connection) }
      refuseUnknown(request, &reply)
      return .done
    }
    guard command.accepts(request.count) else {
      if command.command == .exec {
        abort(&connection, &reply)
        return .done
      }
      if connection.isQueueing { refuseTransaction(of: connection) }
      refuseCount(request[0], &reply)
      return .done
    }
    if connection.isQueueing, command.command.isQueued {
      queue(request, connection, &reply)
      return .done
    }
    return execute(command, request, &connection, &reply)
  }

  /// A request that was looked at when it was queued.
  mutating func executeQueued(
    _ request: Request, _ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer
  ) -> Outcome {
    guard let command = commands.find(request[0]) else {
      preconditionFailure("only commands are queued")
    }
    return execute(command, request, &connection, &reply)
  }

  private mutating func execute(
    _ command: CommandTable.Place, _ request: Request, _ connection: inout KeyValueConnection,
    _ reply: inout ReplyBuffer
  ) -> Outcome {
    if command.makesKeys, request[1].count > Self.keyByteCountMax {
      refuseKey(&reply)
      return .done
    }
    if connection.progress == 0, connection.task == .none { statistics.commandCount += 1 }
    return execute(command.command, request, &connection, &reply)
  }
}

/// One of the services, with all its state, for one worker: what it says to octets that arrive on a stream.
///
/// It knows nothing of packets, sockets and threads. Octets, times and the places for answers are handed in, so the
/// virtual world runs the very services that ship. A call of `serve` allocates nothing once its buffers have grown
/// to what the load asks for.
public struct Application: ~Copyable {
  private enum Kind {
    case echo, http, keyValue, handler

    /// RFC 862 has that for the echo.
    var echoesDatagrams: Bool { self == .echo }
  }

  private let kind: Kind
  // One of these is there, as `kind` says; the echo has no state. Not as an enum's payload, as that can't be changed where it
  // lies: it would be moved out and in again for each request.
  private var http: HTTPService?
  private var keyValue: KeyValueService?
  private var handler: HandlerService?

  /// The names that `init(named:)` knows.
  public static var names: [String] { kinds.map(\.name) }

  private static let kinds: [(name: String, kind: Kind)] = [
    ("echo", .echo), ("http", .http), ("kv", .keyValue),
  ]

  private static func kind(named name: String) -> Kind? {
    kinds.first { $0.name == name }?.kind
  }

  /// A service by its name: `echo`, `http` or `kv`; nil for any other.
  public init?(named name: String, configuration: ApplicationConfiguration = .init()) {
    guard let kind = Self.kind(named: name) else { return nil }
    self.kind = kind
    switch kind {
    case .http: http = HTTPService(configuration)
    case .keyValue: keyValue = KeyValueService(configuration)
    case .echo, .handler: break
    }
  }

  /// Whether a service echoes datagrams, too, at the port of its streams.
  public static func echoesDatagrams(named name: String) -> Bool {
    kind(named: name)?.echoesDatagrams ?? false
  }

  /// A function of the user's behind some framing.
  public init(_ handler: consuming HandlerService) {
    kind = .handler
    self.handler = consume handler
  }

  /// What becomes of datagrams, each by itself.
  public enum Datagrams: Sendable {
    /// There are none.
    case none
    /// They go back as they came, beside those of streams.
    case echoed
    /// ``Application/answer(datagram:_:)`` answers them, and there are no streams.
    case answered
  }

  public var datagrams: Datagrams {
    if kind.echoesDatagrams { return .echoed }
    return switch handler {
    case .some(let service): service.framing.isOfDatagrams ? .answered : .none
    case nil: .none
    }
  }

  /// Appends the answer to a datagram; nothing: it gets none.
  public mutating func answer(datagram: Span<UInt8>, _ reply: inout ReplyBuffer) {
    handler?.answer(datagram: datagram, &reply)
  }

  /// Looks at what has arrived on a connection, from the first octet that was not consumed on, answers at most what
  /// it likes to do at once, and says how far it came.
  ///
  /// The receive buffer must be able to hold `inputByteCountMin` octets that are not consumed: a request's head is
  /// looked at in one piece. Longer parts are consumed as they come.
  /// - Parameters:
  ///   - connection: What the service keeps of the connection; a new one for each connection.
  ///   - reply: Is appended to; whoever calls sends it and removes it, before or after the next call.
  ///   - now: Nanoseconds of a clock that never goes back.
  public mutating func serve(
    _ input: Span<UInt8>, _ connection: inout ConnectionState, _ reply: inout ReplyBuffer,
    at now: UInt64
  ) -> ServiceStep {
    switch kind {
    case .echo: EchoService.serve(input, &reply)
    case .http: http!.serve(input, &connection, &reply, at: now)
    case .keyValue: keyValue!.serve(input, &connection, &reply, at: now)
    case .handler: handler!.serve(input, &connection, &reply, at: now)
    }
  }

  /// To be called once a connection has ended, however it did: gives back what the service holds for it, such as a
  /// part of a long request. The state is a new one afterwards.
  public mutating func forget(_ connection: inout ConnectionState) {
    keyValue?.forget(connection)
    connection = ConnectionState()
  }

  /// How many octets of requests that are not whole, or wait for others, it has taken off connections, and holds: of each at most
  /// `requestByteCountMax`, and an eighth of that which waits; of most services none.
  public var heldByteCount: Int {
    switch keyValue {
    case .some(let service): service.heldByteCount
    case nil: 0
    }
  }

  /// The longest request of which a part may be held.
  public static let requestByteCountMax = Assembly.requestByteCountMax

  /// How many octets that are not consumed a receive buffer must be able to hold.
  public static let inputByteCountMin = HTTPHead.byteCountMax + Framing.byteCountLimit
}

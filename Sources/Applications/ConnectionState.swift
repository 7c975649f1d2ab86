/// What a service keeps of a connection: 32 octets, which mean something to that service alone.
///
/// It may be copied bit by bit, but only one of the copies goes on; when the connection ends, `Application.forget`
/// gives back what it refers to.
public struct ConnectionState: BitwiseCopyable, Sendable {
  private enum Content: BitwiseCopyable, Sendable {
    case fresh
    case http(HTTPConnection)
    case keyValue(KeyValueConnection)
    case handler(HandlerConnection)
  }

  private var content = Content.fresh

  /// The state of a connection that has just been opened.
  public init() {}

  var http: HTTPConnection {
    get { if case .http(let connection) = content { connection } else { HTTPConnection() } }
    set { content = .http(newValue) }
  }

  var keyValue: KeyValueConnection {
    get {
      if case .keyValue(let connection) = content { connection } else { KeyValueConnection() }
    }
    set { content = .keyValue(newValue) }
  }

  var handler: HandlerConnection {
    get { if case .handler(let connection) = content { connection } else { HandlerConnection() } }
    set { content = .handler(newValue) }
  }
}

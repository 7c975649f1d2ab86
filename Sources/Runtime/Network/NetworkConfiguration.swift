import Applications
import NetStack

/// What a worker needs to be a host: its addresses, and which services listen where.
public struct NetworkConfiguration: Sendable {
  public var host: HostConfiguration
  /// `echo`, `http` and `kv`, and their ports; `program` where programs read and write the connections.
  public var services: [(name: String, port: UInt16)]
  /// Functions that answer requests, each with its port.
  public var handlers: [Handler]
  /// Channels to the control side; nil where there are none.
  package var board: ChannelBoard?
  /// What services are told at their start.
  public var application: ApplicationConfiguration

  /// The name of the service that is none: programs read and write its connections.
  public static let programService = "program"

  /// A function that answers requests at a port, on each worker.
  public struct Handler: Sendable {
    public var port: UInt16
    public var framing: Framing
    public var answer: RequestHandler

    public init(port: UInt16, framing: Framing, answer: @escaping RequestHandler) {
      self.port = port
      self.framing = framing
      self.answer = answer
    }
  }

  public enum Problem: Error, CustomStringConvertible {
    case unknownService(String)
    case notListening(String, NetworkStack.SocketError)

    public var description: String {
      switch self {
      case .unknownService(let name): "there is no service “\(name)”: echo, http, kv or program"
      case .notListening(let name, let error): "\(name): \(error)"
      }
    }
  }

  public init(
    host: HostConfiguration, services: [(name: String, port: UInt16)] = [],
    handlers: [Handler] = [], application: ApplicationConfiguration = .init()
  ) {
    self.host = host
    self.services = services
    self.handlers = handlers
    self.application = application
  }
}

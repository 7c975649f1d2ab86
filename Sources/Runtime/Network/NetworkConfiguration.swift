import Applications
import NetStack

/// What a worker needs to be a host: its addresses, and which services listen where.
public struct NetworkConfiguration: Sendable {
  public var host: HostConfiguration
  /// `echo`, `http` and `kv`, and their ports; `program` where programs read and write the connections.
  public var services: [(name: String, port: UInt16)]
  /// What services are told at their start.
  public var application: ApplicationConfiguration

  /// The name of the service that is none: programs read and write its connections.
  public static let programService = "program"

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
    application: ApplicationConfiguration = .init()
  ) {
    self.host = host
    self.services = services
    self.application = application
  }
}

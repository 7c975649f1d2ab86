import Applications
import NetStack

/// What a worker needs to be a host: its addresses, and which services listen where.
public struct NetworkConfiguration: Sendable {
  public var host: HostConfiguration
  /// `echo`, `http` and `kv`, and their ports.
  public var services: [(name: String, port: UInt16)]
  /// What services are told at their start.
  public var application: ApplicationConfiguration

  public enum Problem: Error, CustomStringConvertible {
    case unknownService(String)
    case notListening(String, NetworkStack.SocketError)

    public var description: String {
      switch self {
      case .unknownService(let name): "there is no service “\(name)”: echo, http or kv"
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

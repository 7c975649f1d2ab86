import Runtime
import Wire

/// Why a connection can't be had, or is over.
public enum ConnectionError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Nobody listens at the peer's port.
  case refused
  /// The peer has reset the connection.
  case reset
  /// The peer has not answered for too long.
  case timedOut
  /// The network says that there is no way to the peer.
  case unreachable
  /// The peer is not on the link, and there is no gateway.
  case noRoute
  /// All sockets of the worker are in use.
  case noSocket
  /// All connections that the worker may have for tasks are in use: so many.
  case tooManyConnections(Int)
  /// Text that is no IPv4 address.
  case badAddress(String)
  /// This side has closed it, or said that it sends nothing more.
  case closed
  /// This side has reset it.
  case aborted
  /// The task was cancelled, and the connection reset.
  case cancelled
  /// The server was stopped, or does not run yet.
  case stopped

  init(_ end: ChannelEnd) {
    self =
      switch end {
      case .finished: .closed
      case .reset: .reset
      case .refused: .refused
      case .timedOut: .timedOut
      case .aborted: .aborted
      case .unreachable: .unreachable
      case .noWay: .noRoute
      case .noSocket: .noSocket
      case .stopped: .stopped
      }
  }

  public var description: String {
    switch self {
    case .refused: "the connection was refused: does anything listen at the port?"
    case .reset: "the peer has reset the connection"
    case .timedOut: "the peer has not answered for too long"
    case .unreachable: "the network says that there is no way to the peer"
    case .noRoute: "the peer is not on the link: give the server a gateway"
    case .noSocket: "all sockets are in use"
    case .tooManyConnections(let limit):
      "\(limit) connections are open, as many as a worker may have: see connectionLimit"
    case .badAddress(let text): "“\(text)” is no IPv4 address: give one such as 10.0.0.2"
    case .closed: "this side has closed the connection"
    case .aborted: "this side has reset the connection"
    case .cancelled: "the task was cancelled, and its connection was reset"
    case .stopped: "the server was stopped, or was not started"
    }
  }
}

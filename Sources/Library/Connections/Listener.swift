import Synchronization

/// Takes the connections at a port, of all workers.
///
/// ```swift
/// for await connection in listener.connections { Task { … } }
/// ```
///
/// A few connections are taken ahead of who asks for them; all others wait in the network stack, whose backlog is bounded.
public final class Listener: Sendable {
  public let port: UInt16
  let core: ListenerCore

  init(port: UInt16, _ core: ListenerCore) {
    self.port = port
    self.core = core
  }

  deinit { core.close() }

  /// The connections, as they come. It ends once the listener is closed, the server is stopped or the task is cancelled. One
  /// task at a time may ask for the next one.
  public var connections: Connections { Connections(listener: self) }

  public struct Connections: AsyncSequence, Sendable {
    public typealias Element = Connection
    public typealias Failure = Never
    let listener: Listener

    public func makeAsyncIterator() -> Iterator { Iterator(listener: listener) }

    public struct Iterator: AsyncIteratorProtocol {
      let listener: Listener

      public mutating func next() async -> Connection? { await listener.core.next() }

      public mutating func next(isolation actor: isolated (any Actor)?) async -> Connection? {
        await listener.core.next()
      }
    }
  }

  /// Takes nothing more: who connects is refused. Connections that were taken go on; those that nobody has asked for are closed.
  public func close() { core.close() }
}

/// Connections that were taken and not asked for yet.
final class ListenerCore: Sendable {
  /// Its number among those of the server.
  let number: Int
  private let state = Mutex(State())
  private let arrival = AsyncSignal()

  private struct State {
    var waiting: [Connection] = []
    var isClosed = false
    /// Known once the server was started.
    var hub: ConnectionHub?
  }

  init(number: Int) { self.number = number }

  func start(_ hub: ConnectionHub) {
    let isClosed = state.withLock { state in
      state.hub = hub
      return state.isClosed
    }
    if isClosed { hub.close(listener: number) }
  }

  /// Takes a connection in, or closes it where nobody will ask for it.
  func deliver(_ connection: Connection) {
    let isTaken = state.withLock { state in
      if !state.isClosed { state.waiting.append(connection) }
      return !state.isClosed
    }
    if isTaken { arrival.raise() } else { connection.close() }
  }

  func next() async -> Connection? {
    while !Task.isCancelled {
      let (connection, isClosed, hub) = state.withLock { state in
        (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.isClosed, state.hub)
      }
      if let connection {
        hub?.replace(connection, ofListener: number)
        return connection
      }
      if isClosed { return nil }
      await arrival.wait()
    }
    return nil
  }

  func close() {
    let (waiting, hub) = state.withLock { state in
      defer { state = State(isClosed: true) }
      return (state.waiting, state.hub)
    }
    hub?.close(listener: number)
    for connection in waiting { connection.close() }
    arrival.raise()
  }
}

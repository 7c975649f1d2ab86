import Wire

/// A TCP connection for Swift's `async`: on control threads, beside the workers, for work where a microsecond does not matter.
///
/// ```swift
/// for try await octets in connection.received { try await connection.send(octets) }
/// ```
///
/// Octets are copied between the worker and here through two rings of fixed size. Who does not read has the peer's window
/// close; who sends more than there is room for is suspended. One task at a time receives, and one at a time sends. Without
/// any reference left, a connection is closed.
public final class Connection: Sendable {
  let core: ConnectionCore
  /// The peer's address, such as `10.0.0.2`, and its port.
  public let remoteAddress: String
  public let remotePort: UInt16

  init(_ core: ConnectionCore) {
    self.core = core
    let (address, port) = core.remote
    remoteAddress = address.v4.map { "\($0)" } ?? "\(address.v6)"
    remotePort = port
  }

  deinit { core.release() }

  /// What is received, in pieces as they come, up to the end of what the peer sends.
  ///
  /// - Throws: ``ConnectionError``, after all that had been received before. A task that is cancelled resets the connection.
  public var received: Received { Received(connection: self) }

  /// What a connection receives.
  public struct Received: AsyncSequence, Sendable {
    public typealias Element = [UInt8]
    public typealias Failure = ConnectionError
    let connection: Connection

    public func makeAsyncIterator() -> Iterator { Iterator(connection: connection) }

    public struct Iterator: AsyncIteratorProtocol {
      let connection: Connection

      public mutating func next() async throws(ConnectionError) -> [UInt8]? {
        try await connection.receive()
      }

      public mutating func next(
        isolation actor: isolated (any Actor)?
      ) async throws(ConnectionError) -> [UInt8]? { try await connection.receive() }
    }
  }

  /// How many octets a piece has at most that is received.
  public static let pieceByteCountMax = 16 << 10

  /// The next octets, `byteCount` of them at most; nil where the peer sends nothing more.
  public func receive(
    atMost byteCount: Int = pieceByteCountMax
  ) async throws(ConnectionError) -> [UInt8]? {
    precondition(byteCount > 0, "receive at least an octet")
    return try await core.receive(atMost: byteCount)
  }

  /// Sends octets; returns once there was room for all of them, which is before they have arrived.
  ///
  /// - Throws: where the connection is over; some of the octets may have been sent. A task that is cancelled meanwhile resets
  ///   the connection.
  public func send(_ octets: [UInt8]) async throws(ConnectionError) { try await core.send(octets) }

  /// Sends text as UTF-8.
  public func send(_ text: String) async throws(ConnectionError) {
    try await core.send(Array(text.utf8))
  }

  /// Sends nothing more: the peer sees the end of the stream behind what was sent. Receiving goes on.
  public func finish() { core.finish() }

  /// Closes the connection once all is sent. What has not been received is lost, of which the peer is told by a reset.
  public func close() { core.release() }

  /// Resets the connection at once.
  public func abort() { core.abort() }
}

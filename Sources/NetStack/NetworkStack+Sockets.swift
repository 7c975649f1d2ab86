import Hashing
import Timers
import Wire

/// What users do with sockets. They own those that `listen`, `connect` and `accept` give them, until `put`.
extension NetworkStack {
  public enum SocketError: Error, Equatable, CustomStringConvertible {
    case portTaken(UInt16)
    case tooManySockets(Int)
    case noWay(IPAddress)

    public var description: String {
      switch self {
      case .portTaken(let port): "port \(port) is taken"
      case .tooManySockets(let limit): "there are \(limit) sockets already"
      case .noWay(let address):
        "there is no way to \(address): it is not on the link, and there is no gateway"
      }
    }
  }

  // MARK: Opening

  /// Listens on a port: up to `backlog` connections may wait to be accepted.
  public mutating func listen(port: UInt16, backlog: Int = 4096) throws(SocketError)
    -> SocketReference
  {
    guard table.listeners[port] == nil else { throw .portTaken(port) }
    guard let socket = sockets.take() else { throw .tooManySockets(sockets.capacity) }
    socket.value.kind = .listener
    socket.value.key.localPort = port
    socket.value.backlog = backlog
    socket.value.isHeldByUser = true
    table.add(listener: socket, port: port)
    return socket
  }

  /// The connection that has waited longest to be accepted; nil where none does.
  public mutating func accept(_ listener: SocketReference) -> SocketReference? {
    guard let socket = listener.value.acceptable.removeFirst() else { return nil }
    socket.value.listener = nil
    socket.value.isHeldByUser = true
    return socket
  }

  /// Opens a connection. It can be written to at once; `events` says when it is open, or that it can't be.
  public mutating func connect(
    to remote: IPAddress, port: UInt16, at now: UInt64
  ) throws(SocketError) -> SocketReference {
    guard let local = configuration.source(to: remote), !configuration.isGroup(remote),
      configuration.nextHop(to: remote) != nil
    else { throw .noWay(remote) }
    guard let key = freeKey(from: local, to: remote, port) else {
      throw .tooManySockets(Self.ephemeralPorts.count)
    }
    guard let socket = sockets.take() else { throw .tooManySockets(sockets.capacity) }
    let connection = TCPConnection(
      openingWith: initialSequence(key, at: now), timestampOffset: timestampOffset(key),
      configuration.tcp(to: remote))
    begin(socket, key, connection)
    socket.value.isHeldByUser = true
    push(socket, at: now)
    return socket
  }

  public mutating func connect(
    to remote: IPv4Address, port: UInt16, at now: UInt64
  ) throws(SocketError) -> SocketReference {
    try connect(to: IPAddress(remote), port: port, at: now)
  }

  /// Nobody else with these addresses has such a connection: of several stacks, each takes ports of its own.
  private mutating func freeKey(
    from local: IPAddress, to remote: IPAddress, _ port: UInt16
  ) -> SocketKey? {
    var key = SocketKey(local: local, localPort: 0, remote: remote, remotePort: port)
    for _ in Self.ephemeralPorts {
      lastEphemeralPort =
        lastEphemeralPort == Self.ephemeralPorts.upperBound
        ? Self.ephemeralPorts.lowerBound : lastEphemeralPort + 1
      guard
        Int(lastEphemeralPort) % configuration.stackCount == configuration.worker
          % configuration.stackCount
      else { continue }
      key.localPort = lastEphemeralPort
      if table.find(key) == nil { return key }
    }
    return nil
  }

  mutating func begin(
    _ socket: SocketReference, _ key: SocketKey, _ connection: TCPConnection
  ) {
    socket.value.kind = .connection
    socket.value.key = key
    socket.value.hop = configuration.nextHop(to: key.remote)
    socket.value.connection = connection
    table.add(socket)
    updateRoom(of: socket)
  }

  /// RFC 6528 §3: a clock that ticks each 4 µs, and what only we can compute of the addresses.
  func initialSequence(_ key: SocketKey, at now: UInt64) -> SequenceNumber {
    SequenceNumber(UInt32(truncatingIfNeeded: now / 4_000 &+ hash(key, salt: 1)))
  }

  func timestampOffset(_ key: SocketKey) -> UInt32 {
    UInt32(truncatingIfNeeded: hash(key, salt: 2))
  }

  private func hash(_ key: SocketKey, salt: UInt64) -> UInt64 {
    var hash = SipHash(key: configuration.secret)
    hash.add(key.local.v6.bits)
    hash.add(key.remote.v6.bits)
    hash.add(UInt64(key.localPort) << 32 | UInt64(key.remotePort) << 8 | salt)
    return hash.finish()
  }

  // MARK: Data

  /// Calls `body` with octets that can be read, from the first one on: those that lie together. Nil where there are none.
  public mutating func peek<Result>(
    _ socket: SocketReference, _ body: (Span<UInt8>) -> Result
  ) -> Result? {
    guard let buffer = socket.value.readable.first else { return nil }
    return buffer.withOctets(0..<buffer.value.count, body)
  }

  /// Copies octets that can be read, wherever they lie, `count` at most, in the place of what was in an array.
  public mutating func gather(
    _ socket: SocketReference, atMost count: Int, into octets: inout [UInt8]
  ) {
    octets.removeAll(keepingCapacity: true)
    var next = socket.value.readable.first
    while let buffer = next, octets.count < count {
      let piece = min(buffer.value.count, count - octets.count)
      buffer.withOctets(0..<piece) { span in
        for index in span.indices { octets.append(span[index]) }
      }
      next = buffer.value.next
    }
  }

  /// Has done with as many octets that could be read.
  public mutating func consume(_ count: Int, of socket: SocketReference) {
    var left = count
    while left > 0, let buffer = socket.value.readable.first {
      guard left >= buffer.value.count else {
        socket.value.readable.trimFirst(by: left)
        left = 0
        break
      }
      left -= buffer.value.count
      if let gone = socket.value.readable.removeFirst() { put(gone) }
    }
    precondition(left == 0, "only what can be read is consumed")
    noteRoom(of: socket)
  }

  /// Copies octets that can be read, and consumes them; how many.
  public mutating func read(_ socket: SocketReference, into octets: inout MutableSpan<UInt8>) -> Int
  {
    var count = 0
    while count < octets.count, let buffer = socket.value.readable.first {
      let piece = min(buffer.value.count, octets.count - count)
      buffer.withOctets(0..<piece) { octets.copy($0, at: count) }
      count += piece
      consume(piece, of: socket)
    }
    return count
  }

  /// Writes octets to be sent, as many as there is room for; how many. `push` sends them.
  public mutating func write(_ octets: Span<UInt8>, to socket: SocketReference) -> Int {
    let room = min(octets.count, socket.writeRoom)
    socket.value.isUnsettled = true
    var done = 0
    while done < room {
      var piece = socket.value.unacknowledged.fill(octets.extracting(done..<room))
      if piece == 0 {
        guard let block = takeBlock(for: socket) else { break }
        piece = block.append(octets.extracting(done..<room))
        socket.value.unacknowledged.append(block)
      }
      done += piece
      socket.value.connection.write(piece)
    }
    return done
  }

  /// Has small segments of a connection go at once, whatever is on the way (RFC 9293 §3.7.4): for users that write all that
  /// they have to say, and whose peers wait for the rest before they acknowledge.
  public mutating func sendAtOnce(_ socket: SocketReference) {
    socket.value.connection.usesNagle = false
  }

  /// Sends what is to be sent now.
  public mutating func flush(_ socket: SocketReference, at now: UInt64) { settle(socket, at: now) }

  // MARK: Closing

  /// Sends what was written, and FIN. `abandoning`: nothing is read any more, either; what could be read and was not is lost,
  /// of which the peer is told by a reset (RFC 2525 §2.17).
  public mutating func close(_ socket: SocketReference, abandoning: Bool, at now: UInt64) {
    guard socket.value.kind == .connection else { return }
    if abandoning, socket.value.readable.octetCount > 0, !socket.isAtEnd {
      socket.value.connection.abort()
    } else {
      socket.value.connection.close(abandoning: abandoning, at: now)
    }
    settle(socket, at: now)
  }

  /// Resets the connection.
  public mutating func abort(_ socket: SocketReference, at now: UInt64) {
    guard socket.value.kind == .connection else { return }
    socket.value.connection.abort()
    settle(socket, at: now)
  }

  /// Its user has done with it: a connection is closed, a listener listens no more.
  public mutating func put(_ socket: SocketReference, at now: UInt64) {
    precondition(socket.value.isHeldByUser, "only its user gives a socket back")
    socket.value.isHeldByUser = false
    if socket.value.kind == .listener { return end(listener: socket, at: now) }
    close(socket, abandoning: true, at: now)
  }

  private mutating func end(listener: SocketReference, at now: UInt64) {
    while let socket = accept(listener) {
      abort(socket, at: now)
      put(socket, at: now)
    }
    table.removeListener(port: listener.value.key.localPort)
    forgetHalfOpen(of: listener, at: now)
    // Like a connection that is over: it may be among those that have something for their users.
    listener.value.kind = .connection
    releaseIfOver(listener)
  }

  /// Events since the last time.
  public mutating func takeEvents(of socket: SocketReference) -> TCPEvents {
    let events = socket.value.events
    socket.value.events = []
    return events
  }
}

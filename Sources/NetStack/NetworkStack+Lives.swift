import Timers
import Wire

/// When sockets wake, and when they go.
extension NetworkStack {
  /// After anything that a socket went through: sends what is to be sent, has it woken in time, and forgets what is over.
  mutating func settle(_ socket: SocketReference, at now: UInt64) {
    socket.value.isUnsettled = false
    guard socket.value.kind == .connection else { return }
    push(socket, at: now)
    releaseIfOver(socket)
  }

  /// What a connection has gone through, for its user and its listener.
  mutating func note(_ events: TCPEvents, of socket: SocketReference) {
    guard !events.isEmpty else { return }
    socket.value.events.formUnion(events)
    markReady(socket)
    guard events.contains(.opened) else { return }
    counters.opened += 1
    guard let listener = socket.value.listener else { return }
    listener.value.acceptable.append(socket)
    listener.value.halfOpenCount -= 1
    markReady(listener)
  }

  /// There is something for the socket's user.
  public mutating func markReady(_ socket: SocketReference) { ready.append(socket) }

  /// A socket that its user has something to do with: a listener that connections wait at, or a connection that can be
  /// read, or written again, or whose events are new. In the order in which that came; nil where there is none.
  public mutating func takeReady() -> SocketReference? {
    while let socket = ready.removeFirst() {
      if socket.value.isHeldByUser { return socket }
      releaseIfOver(socket)
    }
    return nil
  }

  // MARK: Time

  /// Has the socket woken in time. Who wakes too early sleeps again, so that later deadlines cost nothing.
  mutating func schedule(_ socket: SocketReference) {
    let deadline = socket.value.connection.deadline
    guard deadline < socket.value.wakesAt else { return }
    if socket.value.wakesAt != .max { unsafe wheel.remove(socket.sleeper) }
    socket.value.wakesAt = deadline
    // The moment is later than any that is past.
    unsafe wheel.add(socket.sleeper, until: deadline, now: 0)
  }

  mutating func wake(_ socket: SocketReference, at now: UInt64) {
    socket.value.wakesAt = .max
    note(socket.value.connection.fire(at: now), of: socket)
    settle(socket, at: now)
  }

  // MARK: Ends

  /// Gives back what a connection had that is over, once nobody refers to it.
  mutating func releaseIfOver(_ socket: SocketReference) {
    guard socket.value.kind == .connection, socket.value.connection.state == .closed,
      !socket.value.unsent.isLinked
    else { return }
    leaveTable(socket)
    guard !socket.value.isHeldByUser, !socket.value.ready.isLinked, socket.value.listener == nil,
      socket.value.referenceCount == 0
    else { return }
    dropAll(of: socket)
    sockets.put(socket)
  }

  /// The connection is over: another one may have its addresses.
  private mutating func leaveTable(_ socket: SocketReference) {
    guard socket.value.isInTable else { return }
    socket.value.isInTable = false
    table.remove(socket)
    if socket.value.wakesAt != .max { unsafe wheel.remove(socket.sleeper) }
    socket.value.wakesAt = .max
    while let buffer = socket.value.unacknowledged.removeFirst() { putSent(buffer) }
    socket.value.sendCursor = nil
    leaveListener(socket)
  }

  private mutating func leaveListener(_ socket: SocketReference) {
    guard let listener = socket.value.listener else { return }
    // Who waits to be accepted is accepted all the same: there may be something to read.
    guard !socket.value.waiting.isLinked else { return }
    listener.value.halfOpenCount -= 1
    socket.value.listener = nil
  }

  private mutating func dropAll(of socket: SocketReference) {
    while let buffer = socket.value.readable.removeFirst() { put(buffer) }
    dropEarly(of: socket)
  }

  /// Whether a connection is neither over nor in TIME-WAIT.
  public var hasOpenConnections: Bool {
    (0..<sockets.madeCount).contains { number in
      let socket = sockets[number].value
      return socket.kind == .connection && socket.connection.state != .closed
        && socket.connection.state != .timeWait
    }
  }

  /// The socket of a number that was seen.
  public func socket(_ number: Int) -> SocketReference { sockets[number] }

  /// Ends everything without a word: all packets are given back, and no socket is of use any more.
  public mutating func tearDown() {
    for waiting in unresolved { discarded.append(waiting.packet) }
    unresolved = []
    for stray in forOthers.strays { discarded.append(stray.packet) }
    forOthers.removeAll()
    for port in Array(datagramPorts.keys) { unbindDatagrams(port: port) }
    for number in 0..<sockets.madeCount {
      let socket = sockets[number]
      while let buffer = socket.value.unacknowledged.removeFirst() { putSent(buffer) }
      dropAll(of: socket)
    }
    while let packet = supply.removeFirst() { discarded.append(packet) }
    while let packet = outgoing.removeFirst() { discarded.append(packet) }
  }

  /// Ends a connection at once, without a word.
  mutating func end(_ socket: SocketReference) {
    socket.value.connection.finish(.finished)
    note(.closed, of: socket)
    releaseIfOver(socket)
  }

  /// Nobody listens any more: those that were not established are reset.
  mutating func forgetHalfOpen(of listener: SocketReference, at now: UInt64) {
    for socket in table.connections(of: listener) {
      socket.value.listener = nil
      abort(socket, at: now)
    }
  }
}

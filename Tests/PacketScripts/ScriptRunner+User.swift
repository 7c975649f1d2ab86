import NetStack
import Wire

/// What a script's user does.
extension ScriptRunner {
  mutating func perform(_ call: PacketScript.UserCall) throws(ScriptFailure) {
    switch call {
    case .listen(let backlog): try listen(backlog)
    case .accept(let isThere): try accept(isThere)
    case .connect: try connect()
    case .write(let count, let taken): try write(count, taken: taken)
    case .read(let count): try readOctets(count)
    case .quiet: break
    case .bind(let port): try bind(port)
    case .echo(let port):
      try check(
        "whether a datagram waits", true, host.stack.echoDatagram(port: UInt16(port), at: now))
    default: try perform(call, on: held())
    }
  }

  private func bind(_ port: Int) throws(ScriptFailure) {
    do { try host.stack.bindDatagrams(port: UInt16(port)) } catch { throw fail("\(error)") }
  }

  private func held() throws(ScriptFailure) -> SocketReference {
    guard let socket else { throw fail("there is no connection") }
    return socket
  }

  private mutating func perform(
    _ call: PacketScript.UserCall, on socket: SocketReference
  ) throws(ScriptFailure) {
    switch call {
    case .readable(let count): try check("octets to read", count, socket.readableCount)
    case .shutdown: host.stack.close(socket, abandoning: false, at: now)
    case .close: host.stack.put(socket, at: now)
    case .abort: host.stack.abort(socket, at: now)
    case .state(let name): try check("state", name, "\(socket.value.connection.state)")
    case .end(let name):
      try check("end", name, socket.value.connection.end.map { "\($0)" } ?? "none")
    default: break
    }
  }

  private func check<Value: Equatable>(
    _ what: String, _ expected: Value, _ got: Value
  ) throws(ScriptFailure) {
    guard expected == got else { throw fail("\(what): expected \(expected), got \(got)") }
  }

  private mutating func listen(_ backlog: Int) throws(ScriptFailure) {
    do {
      listener = try host.stack.listen(port: ScriptPeer.hostPort, backlog: backlog)
    } catch { throw fail("\(error)") }
  }

  private mutating func accept(_ isThere: Bool) throws(ScriptFailure) {
    guard let listener else { throw fail("nobody listens") }
    let accepted = host.stack.accept(listener)
    guard (accepted != nil) == isThere else {
      throw fail(isThere ? "there is nothing to accept" : "there is something to accept")
    }
    if let accepted { (socket, written, read) = (accepted, 1, 1) }
  }

  private mutating func connect() throws(ScriptFailure) {
    peer.isServer = true
    do {
      socket = try host.stack.connect(to: peer.address, port: 80, at: now)
    } catch { throw fail("\(error)") }
    (written, read) = (1, 1)
  }

  private mutating func write(_ count: Int, taken: Int) throws(ScriptFailure) {
    let socket = try held()
    let octets = (0..<count).map { ScriptPeer.octet(written + $0) }
    let done = host.stack.write(octets.span, to: socket)
    written += done
    host.stack.flush(socket, at: now)
    try check("octets written", taken, done)
  }

  private mutating func readOctets(_ count: Int) throws(ScriptFailure) {
    let socket = try held()
    var octets = [UInt8](repeating: 0, count: count)
    var span = octets.mutableSpan
    let done = host.stack.read(socket, into: &span)
    host.stack.flush(socket, at: now)
    try check("octets read", count, done)
    let isRight = octets.enumerated().allSatisfy { $1 == ScriptPeer.octet(read + $0) }
    guard isRight else { throw fail("octets from \(read) on are others than were sent") }
    read += done
  }
}
